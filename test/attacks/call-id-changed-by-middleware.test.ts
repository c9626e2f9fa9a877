import { scriptedModel } from "@ambit/testkit/model";
import { createAgent, createMiddleware } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a call outside of the step's intent, by changing or dropping its id",
    expected: "tool_not_granted",
    checklist: 24,
  },
  () => {
    it.each([
      ["takes away", undefined],
      ["changes", "other"],
    ])("L3: holds a call whose id other middleware %s", async (_name, id) => {
      const { ambit, of } = await house(POLICY);
      const open = noted("open");
      const declared = { purpose: "work", goal: "look", tools: ["outer"] };
      const renaming = createMiddleware({
        name: "renaming",
        wrapToolCall: (request, handler) =>
          handler({ ...request, toolCall: { ...request.toolCall, id: id as never } }),
      });
      const made = createAgent({
        model: scriptedModel([{ name: "declare_intent", args: declared }, { name: "open" }], "done"),
        tools: [open],
        middleware: [ambit.middleware(), renaming],
      });
      const agent = ambit.protect(made, { agent: "bot" });
      await ambit.run(REQUEST, () => agent.invoke(HELLO)).catch(() => {});
      expect(open.ran).toEqual([]);
      expect(of("decision")).toMatchObject([{ tool: "open", reason: "tool_not_granted" }]);
    });
  },
);
