import type { ThreadState } from "@ambit/core";
import { memoryThreads } from "@ambit/store";
import { AIMessage } from "@langchain/core/messages";
import { Command, interrupt, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { describe, expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { asked, type Asked, checkpointsBefore, on, resumable } from "../house/threads.ts";
import { POLICY, REQUEST } from "./policy.ts";

const HELD = { name: "held", args: { x: 1 }, id: "c1" };
const yes = (question: Asked) =>
  new Command({ resume: { decisions: [{ type: "approve" }], ...question } }) as never;

/** An instance, an agent on a thread, and a way to make another process that shares the stores. */
async function world(options: object = {}, checkpointer: MemorySaver = new MemorySaver()) {
  const shared = { threads: memoryThreads(), checkpointer };
  const process = async (calls: readonly (readonly object[])[]) => {
    const made = await house(POLICY, { threads: shared.threads, ...options });
    const tools = { held: noted("held"), send: noted("send"), open: noted("open") };
    const parts = { tools: Object.values(tools), checkpointer: shared.checkpointer };
    return { ...made, tools, bot: resumable(made, calls as never, parts) };
  };
  return { ...shared, process };
}

/** Keeps the id of the run with each checkpoint: the host goes on with a run that comes again under its id. */
class RunSaver extends MemorySaver {
  override put(...[config, checkpoint, metadata]: Parameters<MemorySaver["put"]>) {
    const run = (config as { readonly metadata?: Record<string, unknown> }).metadata?.["run_id"];
    return super.put(config, checkpoint, { ...metadata, run_id: run } as typeof metadata);
  }
}

describe("an approval", () => {
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

  it("L7: dies with the generation in which it was asked for, in another process too", async () => {
    const { process } = await world();
    const first = await process([[HELD]]);
    const question = await first.ambit.run(REQUEST, async () => {
      const state = await first.bot.invoke(HELLO, on("t"));
      await first.ambit.changeGoal({ purpose: "work", goal: "something else" }, () => 1);
      return asked(state)[0]!;
    });
    const second = await process([[HELD]]);
    const state = await second.ambit.run(REQUEST, () => second.bot.invoke(yes(question), on("t")));
    expect(answers(state)).toEqual(["held error: AMBIT-D407"]);
    expect(second.tools.held.ran).toEqual([]);
  });

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
    expect([...held.ran, ...tools.held.ran]).toEqual([]);
  });

  it("L7: of one branch is none for the other, when a prebuilt ToolNode hands the answers round", async () => {
    const { threads, checkpointer } = await world();
    const made = await house(POLICY, { threads });
    const held = noted("held");
    const graph = made.ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("tools", new ToolNode([held]))
        .addEdge(START, "tools")
        .compile({ checkpointer }),
      { agent: "bot" },
    );
    const calls = ["a", "b"].map((id) => ({ name: "held", args: { id }, id, type: "tool_call" as const }));
    const input = { messages: [new AIMessage({ content: "", tool_calls: calls })] };
    const [shown] = asked(await made.ambit.run(REQUEST, () => graph.invoke(input, on("t"))));
    const swapped = { ...shown!, callId: shown!.callId === "a" ? "b" : "a" };
    await made.ambit.run(REQUEST, () => graph.invoke(yes(swapped), on("t")));
    expect(held.ran).toEqual([]);
    expect(made.of("approval").map(({ answer }) => answer)).not.toContain("approved");
  });
});

describe("a thread", () => {
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
      const said = await ambit.run({ ...REQUEST, ...change }, () => caughtReason(bot.invoke(input, on("t"))));
      expect(said).toBe(reason);
      expect(of("edge")).toMatchObject([{ edge: "resume", refused: reason }]);
      expect(tools.held.ran).toEqual([]);
    }
  });

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

  it("L7: gets no fresh budget by being resumed, forked, or taken for another run", async () => {
    const { process } = await world({}, new RunSaver());
    const request = { ...REQUEST, budget: { calls: 2 } };
    const first = await process([[{ name: "open" }], [HELD]]);
    await first.ambit.run(request, () => first.bot.invoke(HELLO, { ...on("t"), metadata: { run_id: "r1" } }));
    expect(first.tools.open.ran).toHaveLength(1);
    const [beforeTools] = await checkpointsBefore(first.bot, "tools", "t");
    for (const [input, config] of [
      [HELLO, { ...on("t"), metadata: { run_id: "r1" } }],
      [null, on("t")],
      [null, beforeTools],
      [new Command({ goto: "model_request" }), on("t")],
    ] as const) {
      const { ambit, bot, of } = await process([[{ name: "open" }, { name: "open" }, { name: "open" }]]);
      await ambit.run({ ...REQUEST, budget: { calls: 50 } }, () =>
        caughtReason(bot.invoke(input as never, config as never)),
      );
      const [edge] = of("edge").filter((each) => each.edge === "resume");
      expect(edge?.removed.find((line) => line.startsWith("calls"))).toMatch(/^calls ≤ [01]$/u);
    }
  });
});

describe("a write", () => {
  const SEND = { name: "send", args: { to: "x@y.example" }, id: "s1" };

  it("L7: that is done is not done again beside a call that waited, nor in a fork", async () => {
    const { threads, checkpointer } = await world();
    const graphOf = async () => {
      const made = await house(POLICY, { threads });
      const tools = { held: noted("held"), send: noted("send") };
      const graph = made.ambit.protect(
        new StateGraph(MessagesAnnotation)
          .addNode("tools", new ToolNode(Object.values(tools)))
          .addEdge(START, "tools")
          .compile({ checkpointer }),
        { agent: "bot" },
      );
      return { ...made, tools, graph };
    };
    const first = await graphOf();
    const calls = [SEND, HELD].map((call) => ({ ...call, type: "tool_call" as const }));
    const input = { messages: [new AIMessage({ content: "", tool_calls: calls })] };
    const [question] = asked(await first.ambit.run(REQUEST, () => first.graph.invoke(input, on("t"))));
    expect(first.tools.send.ran).toHaveLength(1);
    const second = await graphOf();
    const state = await second.ambit.run(REQUEST, () => second.graph.invoke(yes(question!), on("t")));
    expect(answers(state)).toEqual(["send error: AMBIT-D604", "held success: held ok"]);
    expect(second.tools.send.ran).toEqual([]);
    expect(second.of("decision").map(({ reason }) => reason)).toContain("call_done");
  });

  it("L7: whose body waits is done when it comes back, and only once", async () => {
    const { process } = await world();
    const first = await process([[SEND]]);
    let sent = 0;
    const { ambit } = first;
    const send = noted("send", () => {
      const word = interrupt("really?");
      sent += 1;
      return word;
    });
    const bot = resumable(first, [[SEND]], { tools: [send], checkpointer: new MemorySaver() });
    await ambit.run(REQUEST, () => bot.invoke(HELLO, on("w")));
    expect(sent).toBe(0);
    const state = await ambit.run(REQUEST, () =>
      bot.invoke(new Command({ resume: "yes" }) as never, on("w")),
    );
    expect(answers(state)).toEqual(["send success: yes"]);
    expect(sent).toBe(1);
  });

  it("L7: in the body of a node is done once, although the node runs again", async () => {
    const { threads, checkpointer } = await world();
    const made = await house(POLICY, { threads });
    const send = noted("send");
    made.ambit.tools([send]);
    const graph = made.ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("work", async (_state, config) => {
          const said = await caughtReason(send.invoke({ to: "x@y.example" }, config));
          interrupt("?");
          return { messages: [new AIMessage(String(said))] };
        })
        .addEdge(START, "work")
        .compile({ checkpointer }),
      { agent: "bot" },
    );
    await made.ambit.run(REQUEST, () => graph.invoke(HELLO, on("t")));
    const state = await made.ambit.run(REQUEST, () =>
      graph.invoke(new Command({ resume: "go" }) as never, on("t")),
    );
    expect(send.ran).toHaveLength(1);
    expect((state.messages.at(-1) as { text: string }).text).toBe("call_done");
  });
});
