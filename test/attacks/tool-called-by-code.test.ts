import { entrypoint, task } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { inNode, triedEverywhere, type Ways } from "./setting/ways.ts";

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
    it.each(Object.entries(WAYS))("L1: is decided by %s, a way that is real", async (name, way) => {
      expect(await triedEverywhere(way)).toEqual({
        inARun: { ran: 0, reasons: ["policy_no_match"] },
        ranOutside: 0,
        // the body of a tool that is sealed itself is not run outside of a run
        unsealed: { ran: Number(name !== "another tool's body"), reasons: [] },
      });
    });
  },
);
