import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { asked, on, resumable } from "../house/threads.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, world } from "./setting/resume.ts";

attack(
  {
    wants: "an approval that waits for a call before anybody asks",
    expected: "approval_mismatch",
    checklist: 19,
  },
  () => {
    it("L7: that nobody was asked for is none: an answer that waits is for another call", async () => {
      const { process, checkpointer } = await world();
      const { ambit, bot, tools } = await process([[HELD]]);
      const [question] = asked(await ambit.run(REQUEST, () => bot.invoke(HELLO, on("t"))));
      // another store, that knows nothing of the question
      const lost = await house(POLICY);
      const held = noted("held");
      const other = resumable(lost, [[HELD]], { tools: [held], checkpointer });
      const state = await lost.ambit.run({ ...REQUEST, adopt: true }, () =>
        other.invoke(yes(question!), on("t")),
      );
      expect(answers(state)).toEqual(["held error: AMBIT-D404"]);
      expect(lost.of("decision").at(-1)).toMatchObject({ reason: "approval_mismatch" });
      expect([...held.ran, ...tools.held.ran]).toEqual([]);
    });
  },
);
