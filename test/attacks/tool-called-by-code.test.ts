import { entrypoint, task } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { inNode, tried, type Ways } from "./setting/ways.ts";

const WAYS: Ways = {
  "invoke in a node": (tool) => inNode(() => tool.invoke({})),
  "a task of the functional API": (tool) => {
    const step = task("step", async () => (await tool.invoke({})) as unknown);
    return entrypoint("e", async () => await step()).invoke(1);
  },
  "another tool's body": (tool, ambit) => {
    const [outer] = ambit.tools([noted("outer", () => tool.invoke({}))] as const);
    return outer?.invoke({});
  },
};

attack(
  {
    wants: "a denied tool, by code in a node, a task or another tool",
    expected: "policy_no_match",
    checklist: 8,
  },
  () => {
    it.each(Object.entries(WAYS))("L1: is decided when it comes by %s", async (_name, way) => {
      expect(await tried(way, "in a run")).toEqual({ ran: 0, reasons: ["policy_no_match"] });
    });

    it.each(Object.entries(WAYS))("L1: does not run outside a run by %s", async (_name, way) => {
      expect(await tried(way, "outside")).toMatchObject({ ran: 0 });
    });

    it.each(Object.entries(WAYS).filter(([name]) => name !== "another tool's body"))(
      "is reached, without a seal, by %s: the way is real",
      async (_name, way) => {
        expect(await tried(way, "unsealed")).toEqual({ ran: 1, reasons: [] });
      },
    );
  },
);
