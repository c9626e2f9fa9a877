import { expect, it } from "vitest";
import { answers, HELLO } from "../house/tools.ts";
import { asked, on } from "../house/threads.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, world } from "./setting/resume.ts";

attack({ wants: "an approval that was asked for under another goal", expected: "approval_expired" }, () => {
  it("L7: dies with the generation in which it was asked for, in another process too", async () => {
    const { process } = await world();
    const first = await process([[HELD]]);
    const question = await first.ambit.run(REQUEST, async () => {
      const state = await first.bot.invoke(HELLO, on("t"));
      await first.ambit.changeGoal({ purpose: "work", goal: "something else" }, () => 1);
      return asked(state)[0]!;
    });
    const second = await process([[HELD]]);
    const state = await second.ambit.run(REQUEST, () => second.bot.invoke(yes(question), on("t")));
    expect(answers(state)).toEqual(["held error: AMBIT-D407"]);
    expect(second.of("decision").at(-1)).toMatchObject({ reason: "approval_expired" });
    expect(second.tools.held.ran).toEqual([]);
  });
});
