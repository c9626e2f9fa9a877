import { scriptedModel } from "@ambit/testkit/model";
import { edgeModel } from "@ambit/policy";
import type { AIMessage } from "@langchain/core/messages";
import { Annotation, MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, createMiddleware, modelFallbackMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** Only the big model may save. */
const POLICY = {
  rules: `
p, R1, staff, look, *, **, *, *, *, true,                allow, none
p, R2, staff, save, *, **, *, *, *, env.model == 'big',  allow, none
g, user:alice, staff
g, bot, staff
g3, work/report, work
`,
  tools: { look: READ, save: WRITE },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

const models = ({ of }: House) =>
  of("edge")
    .filter(({ edge }) => edge === "model")
    .map(({ detail, actors }) => [detail, actors.at(-1)]);

const judged = ({ of }: House) => of("decision").map(({ tool, reason }) => [tool, reason ?? "ok"]);

const tools = () => [noted("look"), noted("save")];
const turns = [[{ name: "look" }], [{ name: "save" }], "done"] as const;

describe("a run in which another model answers", () => {
  it("L2: model × modelFallbackMiddleware: is an edge, and the policy narrows what it may do", async () => {
    const made = await house(POLICY);
    const failing = () => {
      throw new Error("overloaded");
    };
    const big = scriptedModel([{ name: "look" }], failing, "done").named("big");
    const small = scriptedModel(...turns).named("small");
    const middleware = [made.ambit.middleware(), modelFallbackMiddleware(small)];
    const bot = made.ambit.protect(createAgent({ model: big, tools: tools(), middleware }), { agent: "bot" });
    const state = await made.ambit.run(REQUEST, () => bot.invoke(HELLO));
    expect(answers(state)).toEqual(["look success: look ok", "save error: AMBIT-D302"]);
    expect(models(made)).toEqual([["big → small", "bot"]]);
  });

  it("L2: model × model chosen in wrapModelCall: is an edge at each change, either way", async () => {
    const made = await house(POLICY);
    const script = [[{ name: "look" }], [{ name: "save" }], [{ name: "save" }], "done"] as const;
    const [big, small] = ["big", "small"].map((name) => scriptedModel(...script).named(name));
    let turn = 0;
    const router = createMiddleware({
      name: "router",
      wrapModelCall: (request, handler) => handler({ ...request, model: turn++ === 1 ? small! : big! }),
    });
    const middleware = [made.ambit.middleware(), router];
    const bot = made.ambit.protect(createAgent({ model: big!, tools: tools(), middleware }), {
      agent: "bot",
    });
    await made.ambit.run(REQUEST, () => bot.invoke(HELLO));
    expect(judged(made)).toEqual([
      ["look", "ok"],
      ["save", "policy_no_match"],
      ["save", "ok"],
    ]);
    expect(models(made)).toEqual([
      ["big → small", "bot"],
      ["small → big", "bot"],
    ]);
  });

  it("L2: model × model chosen in a node: is an edge, and a rule for edges says what it carries", async () => {
    const edges = `
p2, O1, open,  user:alice, bot, *, *,    **, *, allow
p2, M1, model, bot,        bot, *, read, **, *, allow`;
    const rules = `p, P0, any, *, *, **, *, *, *, true, allow, none
g, user:alice, any
g, bot, any
g3, work/report, work${edges}`;
    const made = await house({ model: edgeModel, rules, tools: POLICY.tools });
    const [big, small] = [
      scriptedModel([{ name: "look" }], "-", [{ name: "save" }], "done").named("big"),
      scriptedModel("-", [{ name: "look" }, { name: "save" }], "-").named("small"),
    ];
    const State = Annotation.Root(MessagesAnnotation.spec);
    const ask = (model: typeof big) => async (state: typeof State.State) => ({
      messages: [await model.invoke(state.messages)],
    });
    const called = (next: string) => (state: typeof State.State) =>
      ((state.messages.at(-1) as AIMessage).tool_calls?.length ?? 0) > 0 ? next : "__end__";
    const graph = new StateGraph(State)
      .addNode("plan", ask(big))
      .addNode("work", ask(small))
      .addNode("planned", new ToolNode(tools()))
      .addNode("worked", new ToolNode(tools()))
      .addEdge("__start__", "plan")
      .addConditionalEdges("plan", called("planned"), ["planned", "__end__"])
      .addEdge("planned", "work")
      .addConditionalEdges("work", called("worked"), ["worked", "__end__"])
      .addEdge("worked", "plan")
      .compile();
    const bot = made.ambit.protect(graph, { agent: "bot" });
    await made.ambit.run(REQUEST, () => bot.invoke(HELLO, { callbacks: [made.ambit.handler()] }));
    expect(judged(made)).toEqual([
      ["look", "ok"],
      ["look", "edge_denied"],
      ["save", "edge_denied"],
      ["save", "edge_denied"],
    ]);
    expect(models(made)).toHaveLength(3);
  });

  it("L2: is no edge where the same model answers, or one that says no name", async () => {
    const made = await house(POLICY);
    for (const model of [scriptedModel(...turns).named("big"), scriptedModel(...turns)]) {
      const agent = createAgent({ model, tools: tools(), middleware: [made.ambit.middleware()] });
      const bot = made.ambit.protect(agent, { agent: "bot" });
      await made.ambit.run(REQUEST, () => bot.invoke(HELLO));
    }
    expect(judged(made)).toEqual([
      ["look", "ok"],
      ["save", "ok"],
      ["look", "ok"],
      ["save", "attribute_missing"],
    ]);
    expect(models(made)).toEqual([]);
  });
});
