import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { asked, on, resumable } from "../house/threads.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes } from "./setting/approvals.ts";

attack(
  { wants: "an approval for one purpose to count for another one", expected: "approval_expired" },
  () => {
    it("L7: is none for a run that is for something else", async () => {
      const made = await house(POLICY);
      const held = noted("held");
      const bot = resumable(made, [[HELD]], { tools: [held], checkpointer: new MemorySaver() });
      const [question] = asked(await made.ambit.run(REQUEST, () => bot.invoke(HELLO, on("t"))));
      const other = { ...REQUEST, purpose: "play" };
      const state = await made.ambit.run(other, () => bot.invoke(yes(question), on("t")));
      expect(answers(state)).toEqual(["held error: AMBIT-D407"]);
      expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_expired" });
      expect(held.ran).toEqual([]);
    });
  },
);
