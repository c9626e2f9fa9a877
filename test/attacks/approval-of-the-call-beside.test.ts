import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { asked, on } from "../house/threads.ts";
import { answers, noted } from "../house/tools.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { yes, HELD_WRITE, toolGraph, TWO } from "./setting/approvals.ts";

attack(
  {
    wants: "an approved call to shut out or to carry the call beside it",
    expected: "runs as decided",
    checklist: 19,
  },
  () => {
    it("L7: of one call in a prebuilt ToolNode does not stand in the way of the next one's", async () => {
      const made = await house(HELD_WRITE);
      const held = noted("held");
      const graph = toolGraph(made, held);
      await made.ambit.run(REQUEST, async () => {
        const [first] = asked(await graph.invoke(TWO, on("t")));
        const [second] = asked(await graph.invoke(yes(first), on("t")));
        const state = await graph.invoke(yes(second), on("t"));
        expect(answers(state)).toEqual(["held success: held ok", "held success: held ok"]);
      });
      expect(held.ran).toEqual([{ x: 1 }, { x: 2 }]);
    });
  },
);
