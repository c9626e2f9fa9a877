import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { on, resumable } from "../house/threads.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { world } from "./setting/resume.ts";

attack({ wants: "a thread without a remainder to go on with everything", expected: "thread_unknown" }, () => {
  it("L7: of which nothing is stored does not go on, unless the run takes it over and knows the worst of it", async () => {
    const { process, checkpointer } = await world();
    const first = await process([[{ name: "open" }]]);
    await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
    const lost = await house(POLICY);
    const open = noted("open");
    const bot = resumable(lost, [[{ name: "open" }], "said", [{ name: "open" }]], {
      tools: [open],
      checkpointer,
    });
    const refused = lost.ambit.run(REQUEST, () => caughtReason(bot.invoke(HELLO, on("t"))));
    expect(await refused).toBe("thread_unknown");
    await lost.ambit.run({ ...REQUEST, adopt: true }, () => bot.invoke(HELLO, on("t")));
    const removed = lost.of("edge").flatMap((edge) => (edge.edge === "resume" ? edge.removed : []));
    expect(removed).toEqual(["trust: the thread has read untrusted text", "seen public → restricted"]);
  });
});
