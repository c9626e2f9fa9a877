import { expect, it } from "vitest";
import { answers, HELLO } from "../house/tools.ts";
import { asked, on } from "../house/threads.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, world } from "./setting/resume.ts";

attack({ wants: "an approval after its time", expected: "approval_expired" }, () => {
  it("L7: is none after its time, and says so", async () => {
    let now = 1_000_000;
    const { process } = await world({ clock: () => now });
    const first = await process([[HELD]]);
    const [question] = asked(await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t"))));
    now += 24 * 60 * 60_000;
    const second = await process([[HELD]]);
    const state = await second.ambit.run(REQUEST, () => second.bot.invoke(yes(question!), on("t")));
    expect(answers(state)).toEqual(["held error: AMBIT-D407"]);
    expect(second.tools.held.ran).toEqual([]);
    expect(second.of("decision")).toMatchObject([{ reason: "approval_expired" }]);
  });
});
