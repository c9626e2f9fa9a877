import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

attack(
  {
    wants: "a way in by trying often, or the same for everybody else: a run without end, or no run at all",
    expected: "denials_spent",
  },
  () => {
    it("L7: ends its own run, and no other one", async () => {
      const { ambit, of } = await house(POLICY);
      const [open, shut] = [noted("open"), noted("shut")];
      const tries = Array.from({ length: 6 }, (_, n) => [{ name: "shut", args: { n } }]);
      const told = createAgent({
        model: scriptedModel(...tries, [{ name: "open" }], "done"),
        tools: [open, shut],
      });
      const other = createAgent({
        model: scriptedModel([{ name: "open" }], "done"),
        tools: [open],
        middleware: [ambit.middleware()],
      });
      for (const agent of [told, other]) ambit.protect(agent, { agent: "bot" });
      const request = { ...REQUEST, budget: { denials: 3 } };
      await Promise.all([
        ambit.run(request, () => told.invoke(HELLO).catch(() => undefined)),
        ambit.run(request, async () => {
          expect(answers(await other.invoke(HELLO))).toEqual(["open success: open ok"]);
        }),
      ]);
      expect(shut.ran).toEqual([]);
      expect(open.ran).toHaveLength(1);
      expect(of("decision").map(({ reason }) => reason)).toContain("denials_spent");
    });
  },
);
