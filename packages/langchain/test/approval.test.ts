import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { Command, MemorySaver, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import type { Ambit } from "../src/index.ts";
import { answers, countedTool, HELLO } from "./support/tools.ts";
import { ALICE, world } from "./support/world.ts";

interface Question {
  readonly actionRequests: readonly { readonly name: string; readonly args: unknown }[];
  readonly reviewConfigs: readonly unknown[];
  readonly ambit: { readonly callId: string; readonly digest: string; readonly decision: string };
}

const questionsOf = (state: unknown): Question[] =>
  ((state as { __interrupt__?: { value: Question }[] }).__interrupt__ ?? []).map(({ value }) => value);

function suspendable(ambit: Ambit) {
  const guarded = countedTool("guarded");
  const model = scriptedModel([{ name: "guarded", args: { x: 1 }, id: "c1" }], "done");
  const made = createAgent({
    model,
    tools: [guarded],
    middleware: [ambit.middleware()],
    checkpointer: new MemorySaver(),
  });
  return {
    guarded,
    agent: ambit.protect(made, { agent: "bot" }),
    config: { configurable: { thread_id: "1" } },
  };
}

describe("approval by interrupt", () => {
  it("asks in the host's human-in-the-loop shape, and runs what was approved", async () => {
    const { ambit, of } = await world();
    const { agent, guarded, config } = suspendable(ambit);
    const asked = await ambit.run(ALICE, () => agent.invoke(HELLO, config));
    const [question] = questionsOf(asked);
    expect(question).toMatchObject({
      actionRequests: [{ name: "guarded", args: { x: 1 }, description: "boss must approve guarded" }],
      reviewConfigs: [{ actionName: "guarded", allowedDecisions: ["approve", "reject"] }],
      ambit: { callId: "c1", digest: expect.stringMatching(/^sha256:/u) as string },
    });
    expect(guarded.ran).toEqual([]);
    const { callId, digest } = question!.ambit;
    const resume = new Command({ resume: { decisions: [{ type: "approve" }], callId, digest, by: "carol" } });
    const state = await ambit.run(ALICE, () => agent.invoke(resume as never, config));
    expect(answers(state)).toEqual(["guarded success: guarded ok"]);
    expect(guarded.ran).toEqual([{ x: 1 }]);
    expect(of("approval")).toMatchObject([{ answer: "approved", by: "carol", role: "boss" }]);
  });

  it("L3: resumes a call in its own step, in the same run, when another thread repeated its id", async () => {
    const { ambit, of } = await world();
    const guarded = { name: "guarded", args: { x: 1 }, id: "c1" };
    const declared = { name: "declare_intent", args: { purpose: "support/refund", goal: "look" } };
    const [narrow, wide] = [[declared, guarded], [guarded]].map((turn) =>
      ambit.protect(
        createAgent({
          model: scriptedModel(turn, "done"),
          tools: [countedTool("guarded")],
          middleware: [ambit.middleware()],
          checkpointer: new MemorySaver(),
        }),
        { agent: "bot" },
      ),
    );
    const on = (thread: string) => ({ configurable: { thread_id: thread } });
    await ambit.run(ALICE, async () => {
      const [question] = questionsOf(await narrow!.invoke(HELLO, on("narrow")));
      await wide!.invoke(HELLO, on("wide"));
      const { callId, digest } = question!.ambit;
      const resume = new Command({ resume: { decisions: [{ type: "approve" }], callId, digest } });
      await narrow!.invoke(resume as never, on("narrow"));
    });
    expect(of("decision").map(({ effect, purpose }) => [effect, purpose])).toEqual([
      ["ask", "support/refund"],
      ["ask", "support"],
      ["allow", "support/refund"],
    ]);
  });

  it.each([
    ["a rejection", { decisions: [{ type: "reject" }] }, "AMBIT-D402"],
    ["another digest", { decisions: [{ type: "approve" }], digest: "sha256:00" }, "AMBIT-D404"],
    ["another call", { decisions: [{ type: "approve" }], callId: "c2" }, "AMBIT-D404"],
    ["no digest", { decisions: [{ type: "approve" }], digest: undefined }, "AMBIT-D404"],
    ["an edit", { decisions: [{ type: "edit", editedAction: { name: "guarded", args: {} } }] }, "AMBIT-D402"],
    ["two decisions", { decisions: [{ type: "approve" }, { type: "approve" }] }, "AMBIT-D402"],
    ["plain true", true, "AMBIT-D402"],
    ["null", { decisions: null }, "AMBIT-D402"],
  ])("takes %s for no approval", async (_name, answer, code) => {
    const { ambit } = await world();
    const { agent, guarded, config } = suspendable(ambit);
    const asked = await ambit.run(ALICE, () => agent.invoke(HELLO, config));
    const { callId, digest } = questionsOf(asked)[0]!.ambit;
    const resume = typeof answer === "object" ? { callId, digest, ...answer } : answer;
    const state = await ambit.run(ALICE, () => agent.invoke(new Command({ resume }) as never, config));
    expect(answers(state)).toEqual([expect.stringContaining(code)]);
    expect(guarded.ran).toEqual([]);
  });

  it("decides a resumed call anew, under the run that resumes it", async () => {
    const { ambit } = await world();
    const { agent, guarded, config } = suspendable(ambit);
    const asked = await ambit.run(ALICE, () => agent.invoke(HELLO, config));
    const { callId, digest } = questionsOf(asked)[0]!.ambit;
    const resume = new Command({ resume: { decisions: [{ type: "approve" }], callId, digest } });
    const narrower = { ...ALICE, allow: [{ tool: "echo" }] };
    const state = await ambit.run(narrower, () => agent.invoke(resume as never, config));
    expect(answers(state)).toEqual([expect.stringContaining("AMBIT-D201")]);
    expect(guarded.ran).toEqual([]);
  });

  it("surfaces from an agent that works as a tool, and goes on there", async () => {
    const { ambit, of } = await world();
    const guarded = countedTool("guarded");
    const helper = createAgent({
      model: scriptedModel([{ name: "guarded", args: { x: 1 }, id: "g1" }], "helper done"),
      tools: [guarded],
      middleware: [ambit.middleware()],
    });
    const ask = ambit.delegate(helper, { to: "helper", name: "ask_helper", description: "d" });
    const model = scriptedModel([{ name: "ask_helper", args: { task: "t" }, id: "l1" }], "lead done");
    const made = createAgent({
      model,
      tools: [ask],
      middleware: [ambit.middleware()],
      checkpointer: new MemorySaver(),
    });
    const lead = ambit.protect(made, { agent: "bot" });
    const config = { configurable: { thread_id: "1" } };
    const asked = await ambit.run(ALICE, () => lead.invoke(HELLO, config));
    const [question] = questionsOf(asked);
    expect(question?.ambit.callId).toBe("g1");
    expect(of("outcome")).toMatchObject([{ status: "suspended" }]);
    const { callId, digest } = question!.ambit;
    const resume = new Command({ resume: { decisions: [{ type: "approve" }], callId, digest } });
    const state = await ambit.run(ALICE, () => lead.invoke(resume as never, config));
    expect(answers(state)).toEqual(["ask_helper success: helper done"]);
    expect(guarded.ran).toEqual([{ x: 1 }]);
  });

  it("does not let an approval reach another call of the same task", async () => {
    const { ambit } = await world();
    const guarded = countedTool("guarded");
    const graph = ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("tools", new ToolNode([guarded]))
        .addEdge(START, "tools")
        .compile({ checkpointer: new MemorySaver() }),
      { agent: "bot" },
    );
    const call = (id: string, x: number) => ({
      name: "guarded",
      args: { x },
      id,
      type: "tool_call" as const,
    });
    const input = { messages: [new AIMessage({ content: "", tool_calls: [call("a", 1), call("b", 2)] })] };
    const config = { configurable: { thread_id: "1" } };
    const asked = await ambit.run(ALICE, () => graph.invoke(input, config));
    const [question] = questionsOf(asked);
    const other = question!.ambit.callId === "a" ? "b" : "a";
    const resume = { decisions: [{ type: "approve" }], callId: other, digest: question!.ambit.digest };
    await ambit.run(ALICE, () => graph.invoke(new Command({ resume }) as never, config));
    expect(guarded.ran).toEqual([]);
  });
});

describe("approval without a checkpointer", () => {
  const run = async (options: Parameters<typeof world>[0]) => {
    const made = await world(options);
    const guarded = countedTool("guarded");
    const model = scriptedModel([{ name: "guarded", id: "c1" }], "done");
    const agent = made.ambit.protect(
      createAgent({ model, tools: [guarded], middleware: [made.ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    const state = await made.ambit.run(ALICE, () => agent.invoke(HELLO));
    return { said: answers(state), ran: guarded.ran };
  };

  it("asks the approve function", async () => {
    const approve = async ({ digest, callId }: { digest: string; callId?: string }) =>
      callId === undefined ? { approved: false, digest } : { approved: true, digest, callId };
    expect(await run({ approve })).toEqual({ said: ["guarded success: guarded ok"], ran: [{}] });
  });

  it("denies approval_unavailable when nobody can be asked", async () => {
    expect(await run({})).toEqual({ said: [expect.stringContaining("AMBIT-D403")], ran: [] });
  });
});
