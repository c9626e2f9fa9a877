import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  { wants: "two calls under one id for the price of one decision", expected: "budget_spent", checklist: 24 },
  () => {
    it("L1: twice under one call id is decided twice", async () => {
      const { ambit, of } = await house(POLICY);
      const open = noted("open");
      const twice = [
        { name: "open", args: { x: 1 }, id: "same" },
        { name: "open", args: { x: 2 }, id: "same" },
      ];
      const made = createAgent({
        model: scriptedModel(twice, "done"),
        tools: [open],
        middleware: [ambit.middleware()],
      });
      const agent = ambit.protect(made, { agent: "bot" });
      await ambit.run({ ...REQUEST, budget: { calls: 1 } }, () => agent.invoke(HELLO));
      const reasons = of("decision").map(({ reason }) => reason);
      expect(reasons).toHaveLength(2);
      expect(reasons).toContain("budget_spent");
      expect(open.ran).toHaveLength(1);
    });
  },
);
