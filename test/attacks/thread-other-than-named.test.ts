import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { on } from "../house/threads.ts";
import { HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { REQUEST } from "./policy.ts";
import { sharing } from "./setting/thread-bounds.ts";

attack({ wants: "another thread than the one that the run names", expected: "thread_mismatch" }, () => {
  it("L7: lets no graph start on another one in a run inside a run, nor the inner run name another", async () => {
    const { ambit, bot } = await sharing()([{ name: "open" }]);
    const go = () => caughtReason(bot.invoke(HELLO, on("t")));
    const within = (outer: object, inner: object) =>
      ambit.run({ ...REQUEST, ...outer }, () => caughtReason(ambit.run({ ...REQUEST, ...inner }, go)));
    const inner = await ambit.run(REQUEST, () => ambit.run({ ...REQUEST, threadId: "u" }, go));
    expect(inner).toBe("thread_mismatch");
    expect(await within({ threadId: "t" }, { threadId: "u" })).toBe("thread_mismatch");
    expect(await within({ threadId: "t" }, { threadId: "t" })).toBe("ran");
  });
});
