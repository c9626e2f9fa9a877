import { withAuthority } from "@ambit/langchain/testing";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  { wants: "calls after the run has ended, from promises that a tool left behind", expected: "run_closed" },
  () => {
    it("L7: reaches calls that a tool left behind, and agents that start late", async () => {
      const { ambit } = await house(POLICY);
      const open = noted("open");
      ambit.tools([open]);
      const made = createAgent({ model: scriptedModel([{ name: "open" }], "done"), tools: [open] });
      const agent = ambit.protect(made, { agent: "bot" });
      const late: Promise<unknown>[] = [];
      const soon = () => new Promise((done) => setTimeout(done, 5));
      const outer = noted("outer", () => {
        late.push(soon().then(() => caughtReason(open.invoke({}))));
        late.push(soon().then(() => caughtReason(agent.invoke(HELLO))));
        return "left";
      });
      ambit.tools([outer]);
      await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => outer.invoke({}));
      expect(await Promise.all(late)).toEqual(["run_closed", "run_closed"]);
      expect(open.ran).toEqual([]);
    });
  },
);
