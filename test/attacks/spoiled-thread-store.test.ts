import type { ThreadState } from "@ambit/core";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { HELLO } from "../house/tools.ts";
import { on } from "../house/threads.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, world } from "./setting/resume.ts";

attack(
  { wants: "a thread store with garbage to count as an empty one", expected: "thread_unavailable" },
  () => {
    it.each([
      ["nothing that is a thread", { subject: "user:alice" }],
      ["more than there can be", { left: { calls: -1 } }],
      ["null", null],
    ])("L4: whose store holds %s does not start", async (_name, garbage) => {
      const { process, threads } = await world();
      await threads.save({ thread: "t" }, garbage as unknown as ThreadState, 0);
      const { ambit, bot } = await process([[HELD]]);
      const said = await ambit.run(REQUEST, () => caughtReason(bot.invoke(HELLO, on("t"))));
      expect(said).toBe("thread_unavailable");
    });
  },
);
