import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { HELLO } from "../house/tools.ts";
import { asked, on } from "../house/threads.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, world } from "./setting/resume.ts";

attack(
  { wants: "another subject's conversation to go on with", expected: "thread_foreign", checklist: 18 },
  () => {
    it.each([
      ["another subject", { subject: "user:bob" }, "thread_foreign"],
      ["another tenant", { tenant: "other" }, "thread_unknown"],
      ["a run for another thread", { threadId: "u" }, "thread_mismatch"],
    ])("L7: does not go on for %s", async (_name, change, reason) => {
      const { process } = await world();
      const first = await process([[HELD]]);
      const [question] = asked(await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t"))));
      for (const input of [yes(question!), HELLO, null as never]) {
        const { ambit, bot, of, tools } = await process([[HELD]]);
        const said = await ambit.run({ ...REQUEST, ...change }, () =>
          caughtReason(bot.invoke(input, on("t"))),
        );
        expect(said).toBe(reason);
        expect(of("edge")).toMatchObject([{ edge: "resume", refused: reason }]);
        expect(tools.held.ran).toEqual([]);
      }
    });
  },
);
