import { DynamicStructuredTool, type StructuredTool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { prototypeOf, triedEverywhere, type Ways } from "./setting/ways.ts";

const WAYS: Ways = {
  "a clone with another name": (tool) =>
    (
      Object.assign(Object.create(prototypeOf(tool)) as object, tool, { name: "open" }) as StructuredTool
    ).invoke({}),
  "a rebuild from lc_kwargs": (tool) => new DynamicStructuredTool({ ...tool.lc_kwargs } as never).invoke({}),
  "a rebuild from a spread": (tool) =>
    new DynamicStructuredTool(Object.fromEntries(Object.entries(tool)) as never).invoke({}),
};

attack(
  { wants: "a denied tool, by a copy of it under another name", expected: "policy_no_match", checklist: 10 },
  () => {
    it.each(Object.entries(WAYS))("L1: is decided by %s, a way that is real", async (_name, way) => {
      expect(await triedEverywhere(way)).toEqual({
        inARun: { ran: 0, reasons: ["policy_no_match"] },
        ranOutside: 0,
        unsealed: { ran: 1, reasons: [] },
      });
    });
  },
);
