import { AmbitDeniedError, AmbitError, type AmbitOptions, type MiddlewareOptions } from "@ambit/langchain";
import { type Script, scriptedModel } from "@ambit/testkit/model";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { type AgentMiddleware, createAgent, MiddlewareError, toolRetryMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** Everybody may look, nobody may pay. */
const POLICY = {
  rules: `
p, R1, staff, look,     *, **, *, *, *, true, allow, none
p, R2, staff, ask_rita, *, **, *, *, *, true, allow, none
g, user:alice, staff
g, bot, staff
g, rita, staff
g3, work/report, work
`,
  tools: { look: READ, pay: READ, ask_rita: READ },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

/** An agent that looks and pays in one turn, and would look again. */
async function bot(on: MiddlewareOptions, options: Partial<AmbitOptions> = {}) {
  const made = await house(POLICY, options);
  const model = scriptedModel([{ name: "look" }, { name: "pay" }], [{ name: "look" }], "done");
  const [look, pay] = [noted("look"), noted("pay")];
  const retry = toolRetryMiddleware({ maxRetries: 2, initialDelayMs: 1 }) as AgentMiddleware;
  const agent = createAgent({
    model,
    tools: [look, pay],
    middleware: [made.ambit.middleware(on), retry],
  });
  made.ambit.protect(agent, { agent: "bot" });
  const run = () => made.ambit.run(REQUEST, () => agent.invoke(HELLO));
  return { ...made, run, look, pay, agent };
}

const lastText = (state: unknown): unknown =>
  (state as { readonly messages: readonly { readonly text: string }[] }).messages.at(-1)?.text;

describe("an agent of which a call was denied", () => {
  it("goes on by default, told in one sentence, and nothing tries the denied call again", async () => {
    const { run, look, pay, of } = await bot({});
    const state = await run();
    expect(answers(state)).toEqual([
      "look success: look ok",
      "pay error: AMBIT-D302",
      "look success: look ok",
    ]);
    expect([look.ran.length, pay.ran.length, of("decision").length]).toEqual([2, 0, 3]);
  });

  it("ends, where it is told to, with the denial as its last word, after all calls of the turn", async () => {
    const { run, look, of } = await bot({ onDenied: "end" });
    const state = await run();
    expect(lastText(state)).toBe("AMBIT-D302: This action is not permitted.");
    expect(look.ran).toHaveLength(1);
    expect(of("decision").map(({ reason }) => reason)).toEqual([undefined, "policy_no_match"]);
  });

  it("throws, where it is told to, an error that keeps its code through the host's", async () => {
    const { run, look, of } = await bot({ onDenied: "throw" });
    const error = await run().catch((thrown: unknown) => thrown);
    expect(MiddlewareError.isInstance(error)).toBe(true);
    const denied = AmbitError.find(error);
    expect(denied).toBeInstanceOf(AmbitDeniedError);
    expect(denied).toMatchObject({ reason: "policy_no_match", code: "AMBIT-D302", tool: "pay" });
    expect(of("decision").at(-1)).toMatchObject({ decision: (denied as AmbitDeniedError).decision });
    expect(look.ran).toHaveLength(1);
  });

  it("begins anew with its next task", async () => {
    const { ambit, agent, look } = await bot({ onDenied: "end" });
    await ambit.run(REQUEST, async () => {
      await agent.invoke(HELLO);
      await agent.invoke(HELLO);
    });
    expect(look.ran).toHaveLength(2);
  });

  it("throws in a plain graph, at its next model call", async () => {
    const made = await house(POLICY);
    const handler = made.ambit.handler({ onDenied: "throw" });
    const model = scriptedModel([{ name: "pay" }], "done");
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("model", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("tools", new ToolNode([noted("pay")]))
      .addEdge("__start__", "model")
      .addConditionalEdges("model", ({ messages }) => (messages.length < 3 ? "tools" : "__end__"))
      .addEdge("tools", "model")
      .compile();
    const protectedGraph = made.ambit.protect(graph, { agent: "bot" });
    const run = made.ambit.run(REQUEST, () => protectedGraph.invoke(HELLO, { callbacks: [handler] }));
    await expect(run).rejects.toMatchObject({ reason: "policy_no_match", tool: "pay" });
  });

  it("concerns its caller only by its answer, when it works as a tool", async () => {
    const made = await house(POLICY);
    const agentOf = (turns: readonly Script[], tools: readonly object[], onDenied?: "end") =>
      createAgent({
        model: scriptedModel(...turns),
        tools: [...tools] as never,
        middleware: [made.ambit.middleware(onDenied === undefined ? {} : { onDenied })],
      });
    const rita = agentOf([[{ name: "pay" }], "done"], [noted("pay")], "end");
    const ask = made.ambit.delegate(rita, { to: "rita", name: "ask_rita", description: "asks" });
    const lead = agentOf([[{ name: "ask_rita", args: { task: "pay" } }], "all well"], [ask], "end");
    made.ambit.protect(lead, { agent: "bot" });
    const state = await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(answers(state)).toEqual(["ask_rita success: AMBIT-D302"]);
    expect(lastText(state)).toBe("all well");
  });

  it("is told in the application's words, behind the same code", async () => {
    const texts = { policy_no_match: "Das ist nicht erlaubt." } as const;
    const { run } = await bot({ onDenied: "end" }, { texts });
    expect(lastText(await run())).toBe("AMBIT-D302: Das ist nicht erlaubt.");
    for (const wrong of [{ no_such_code: "x" }, { policy_no_match: "" }, "x"])
      await expect(house(POLICY, { texts: wrong as never })).rejects.toMatchObject({
        reason: "config_invalid",
        facts: { option: "texts" },
      });
  });

  it("does what is on the list", async () => {
    const { ambit } = await house(POLICY);
    const wrong = { onDenied: "retry" } as never;
    for (const make of [() => ambit.middleware(wrong), () => ambit.handler(wrong)])
      expect(make).toThrow(expect.objectContaining({ reason: "config_invalid" }));
    expect(() => ambit.handler({ onDenied: "end" as never })).toThrow(
      expect.objectContaining({ facts: { option: "onDenied", allowed: "continue, throw" } }),
    );
  });
});
