import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { asked, on } from "../house/threads.ts";
import { noted } from "../house/tools.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { yes, HELD_WRITE, toolGraph, TWO } from "./setting/approvals.ts";

attack(
  {
    wants: "an approval that was used to cover another try of the call that failed",
    expected: "approval_spent",
    checklist: 25,
  },
  () => {
    it("L7: that was used is no leave to try again what has failed", async () => {
      const made = await house(HELD_WRITE);
      const held = noted("held", () => {
        throw new Error("no connection");
      });
      const graph = toolGraph(made, held);
      await made.ambit.run(REQUEST, async () => {
        const [first] = asked(await graph.invoke(TWO, on("t")));
        const [second] = asked(await graph.invoke(yes(first), on("t")));
        await graph.invoke(yes(second), on("t"));
      });
      expect(held.ran.filter(({ x }) => x === 1)).toHaveLength(1);
      expect(made.of("decision").map(({ reason }) => reason)).toContain("approval_spent");
    });
  },
);
