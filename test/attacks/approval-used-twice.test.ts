import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { answers, HELLO } from "../house/tools.ts";
import { asked, checkpointsBefore, on } from "../house/threads.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, world } from "./setting/resume.ts";

attack({ wants: "one approval for many calls", expected: "approval_spent", checklist: 19 }, () => {
  it("L7: approves once, however often the thread is resumed with it", async () => {
    const { process } = await world();
    const first = await process([[HELD]]);
    const [question] = asked(await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t"))));
    const [older] = await checkpointsBefore(first.bot, "tools", "t");
    await first.ambit.run(REQUEST, () => first.bot.invoke(yes(question!), on("t")));
    expect(first.tools.held.ran).toHaveLength(1);

    const second = await process([[HELD]]);
    const again = await second.ambit.run(REQUEST, () => second.bot.invoke(yes(question!), older!));
    expect(answers(again)).toEqual(["held error: AMBIT-D406"]);
    expect(second.tools.held.ran).toEqual([]);
    expect(second.of("decision")).toMatchObject([{ effect: "deny", reason: "approval_spent" }]);
  });

  it("L7: approves once when two processes resume with it at the same instant", async () => {
    const { process } = await world();
    const first = await process([[HELD]]);
    const [question] = asked(await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t"))));
    const many = await Promise.all(Array.from({ length: 4 }, () => process([[HELD]])));
    await Promise.all(
      many.map(({ ambit, bot }) =>
        ambit.run(REQUEST, () => caughtReason(bot.invoke(yes(question!), on("t")))),
      ),
    );
    expect(many.flatMap(({ tools }) => tools.held.ran)).toHaveLength(1);
    const answered = many.flatMap(({ of }) => of("approval").map(({ answer }) => answer));
    expect(answered.filter((answer) => answer === "approved")).toHaveLength(1);
  });
});
