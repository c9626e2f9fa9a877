import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { asked, type Asked, on, resumable } from "../house/threads.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes } from "./setting/approvals.ts";

attack(
  { wants: "an approval to outlive the authority that asked for it", expected: "approval_expired" },
  () => {
    it.each([
      ["one of its agents", true],
      ["the whole run", false],
    ])("L7: is none when the authority that asked was revoked meanwhile: %s", async (_what, isOneAgent) => {
      const made = await house(POLICY);
      const held = noted("held");
      const bot = resumable(made, [[HELD]], { tools: [held], checkpointer: new MemorySaver() });
      const answer = async (question: Asked | undefined) => answers(await bot.invoke(yes(question), on("t")));
      const [question, said] = await made.ambit.run(REQUEST, async () => {
        const [shown] = asked(await bot.invoke(HELLO, on("t")));
        const [opened] = made.of("edge");
        const frame = isOneAgent ? { frame: opened?.frame ?? "" } : {};
        await made.ambit.revoke({ run: opened?.run ?? "", ...frame });
        return [shown, isOneAgent ? await answer(shown) : undefined] as const;
      });
      const heard = said ?? (await made.ambit.run(REQUEST, () => answer(question)));
      expect(heard).toEqual(["held error: AMBIT-D407"]);
      expect(held.ran).toEqual([]);
      expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_expired" });
    });
  },
);
