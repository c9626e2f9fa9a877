import { memoryThreads } from "@ambit/store";
import { Command, MemorySaver } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { describe, expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { asked, on, resumable } from "../house/threads.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

const HELD = { name: "held", args: { x: 1 }, id: "c1" };
const to = (name: string) => ({ to: `${name}@x.example` });

/** Processes that share a thread; in each an agent of its own, with tools that note their calls. */
function sharing() {
  const shared = { threads: memoryThreads(), checkpointer: new MemorySaver() };
  return async (...calls: readonly (readonly object[])[]) => {
    const made = await house(POLICY, { threads: shared.threads });
    const tools = { held: noted("held"), send: noted("send"), open: noted("open"), outer: noted("outer") };
    const { checkpointer } = shared;
    const bot = resumable(made, calls as never, { tools: Object.values(tools), checkpointer });
    return { ...made, ...shared, tools, bot };
  };
}

const refusal = (question: object | undefined) =>
  new Command({ resume: { decisions: [{ type: "reject" }], ...question } }) as never;

describe("what a thread has left", () => {
  it.each([
    ["send", { writes: 1 }],
    ["open", { calls: 1 }],
  ] as const)("L2: is spent once by all who resume it at once: %s", async (name, budget) => {
    const process = sharing();
    const first = await process([HELD]);
    const waiting = await first.ambit.run({ ...REQUEST, budget }, () => first.bot.invoke(HELLO, on("t")));
    const no = refusal(asked(waiting)[0]);
    const many = await Promise.all(
      ["a", "b", "c", "d"].map((each) => process([HELD], [{ name, args: to(each) }])),
    );
    await Promise.all(
      many.map(({ ambit, bot }) => ambit.run(REQUEST, () => caughtReason(bot.invoke(no, on("t"))))),
    );
    expect(many.flatMap(({ tools }) => tools[name].ran)).toHaveLength(1);
    const reasons = many.flatMap(({ of }) => of("decision").map(({ reason }) => reason));
    expect(reasons.filter((reason) => reason === "budget_spent")).toHaveLength(3);
  });

  it("L2: is spent by what a tool does on a thread of its own, too", async () => {
    const process = sharing();
    const first = await process([HELD]);
    const request = { ...REQUEST, budget: { writes: 1 } };
    const waiting = await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
    const no = refusal(asked(waiting)[0]);
    const runs = ["a", "b", "c"].map(async (name) => {
      const made = await house(POLICY, { threads: first.threads });
      const send = noted("send");
      const own = createAgent({
        model: scriptedModel([{ name: "send", args: to(name) }], "sent"),
        tools: [send],
        middleware: [made.ambit.middleware()],
        checkpointer: new MemorySaver(),
      });
      made.ambit.protect(own, { agent: "bot" });
      const outer = noted("outer", () => own.invoke(HELLO as never, on(`of ${name}`)).then(() => "done"));
      const tools = [noted("held"), outer];
      const { checkpointer } = first;
      const bot = resumable(made, [[HELD], [{ name: "outer" }]] as never, { tools, checkpointer });
      await made.ambit.run(REQUEST, () => caughtReason(bot.invoke(no, on("t"))));
      return send.ran;
    });
    expect((await Promise.all(runs)).flat()).toHaveLength(1);
  });
});

describe("a request that names a thread", () => {
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
