import { type Ambit, type DeclaredIntent } from "@ambit/langchain";
import { type ScriptedCall, scriptedModel, type ScriptedModel } from "@ambit/testkit/model";
import { InMemoryCache } from "@langchain/core/caches";
import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { MemorySaver, MessagesAnnotation, Send, START, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

const POLICY = {
  rules: `
p, R1, staff, look, *, **, *, *, *, true, allow, none
p, R2, staff, peek, *, **, *, *, *, true, allow, none
p, R3, staff, file, *, **, *, work/report, *, true, allow, none
g, user:alice, staff
g, bot, staff
g3, work/report, work
g3, work/report/monthly, work/report
g3, private, private
`,
  tools: { look: READ, peek: READ, file: READ },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "look around" } as const;
const REPORT = { purpose: "work/report", goal: "report" };

const declare = (args: object): ScriptedCall => ({ name: "declare_intent", args: { ...args } });

interface Plain {
  readonly ambit: Ambit;
  readonly model: ScriptedModel;
  readonly checkpointer?: MemorySaver | undefined;
}

/** A graph whose node calls a model by itself, and a prebuilt ToolNode. */
function plainGraph({ ambit, model, checkpointer }: Plain) {
  const tools = [noted("look"), noted("peek")];
  const bound = model.bindTools([ambit.intentTool, ...tools]);
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("agent", async ({ messages }) => ({ messages: [await bound.invoke(messages)] }))
    .addNode("tools", new ToolNode([ambit.intentTool, ...tools]))
    .addEdge(START, "agent")
    .addConditionalEdges("agent", toolsCondition)
    .addEdge("tools", "agent")
    .compile(checkpointer === undefined ? {} : { checkpointer });
  return ambit.protect(graph, { agent: "bot" });
}

const THREAD = { configurable: { thread_id: "t1" } };
const savers: readonly [string, () => MemorySaver | undefined][] = [
  ["without a checkpointer", () => undefined],
  ["with a checkpointer", () => new MemorySaver()],
];

describe.each(savers)("the intent of a turn on a plain graph %s", (_name, saver) => {
  it("L3: step × tool on a plain graph: narrows every call of the same turn", async () => {
    const { ambit, of } = await house(POLICY);
    const turn = [{ name: "look" }, declare({ ...REPORT, tools: ["look"] }), { name: "peek" }];
    const model = scriptedModel(turn, [{ name: "peek" }], "done");
    const graph = plainGraph({ ambit, model, checkpointer: saver() });
    const callbacks = [ambit.handler()];
    const state = await ambit.run(REQUEST, () => graph.invoke(HELLO, { ...THREAD, callbacks }));
    expect(answers(state)).toEqual([
      "look success: look ok",
      "declare_intent success: noted",
      "peek error: AMBIT-D201",
      "peek success: peek ok",
    ]);
    expect(of("intent")).toMatchObject([
      { source: "tool", purpose: "work/report", tools: ["look"], actor: "bot" },
      { source: "inherited", purpose: "work" },
    ]);
    expect(of("decision").map(({ purpose }) => purpose)).toEqual(["work/report", "work/report", "work"]);
    expect(of("edge").filter(({ edge }) => edge === "step")).toHaveLength(1);
  });

  it("L3: step × planner on a plain graph: declares in the model's place", async () => {
    const { ambit, of } = await house(POLICY);
    const seen: string[] = [];
    const planner = ({ messages }: { readonly messages: readonly BaseMessage[] }): DeclaredIntent => {
      seen.push(messages.map(({ text }) => text).join());
      return { ...REPORT, tools: ["peek"] };
    };
    const model = scriptedModel([{ name: "look" }, { name: "peek" }], "done");
    const graph = plainGraph({ ambit, model, checkpointer: saver() });
    const callbacks = [ambit.handler({ planner })];
    const state = await ambit.run(REQUEST, () => graph.invoke(HELLO, { ...THREAD, callbacks }));
    expect(answers(state)).toEqual(["look error: AMBIT-D201", "peek success: peek ok"]);
    expect(of("intent")).toMatchObject([{ source: "planner", tools: ["peek"] }]);
    expect(seen).toEqual(["go"]);
  });

  it("L3: step × inherited on a plain graph: is recorded once for each turn that calls tools", async () => {
    const { ambit, of } = await house(POLICY);
    const model = scriptedModel([{ name: "look" }], [{ name: "look" }, { name: "peek" }], "done");
    const graph = plainGraph({ ambit, model, checkpointer: saver() });
    const callbacks = [ambit.handler()];
    await ambit.run(REQUEST, () => graph.invoke(HELLO, { ...THREAD, callbacks }));
    const intents = of("intent");
    expect(intents.map(({ source, purpose }) => [source, purpose])).toEqual(
      Array(2).fill(["inherited", "work"]),
    );
    expect(of("decision").map(({ step }) => step)).toEqual([
      intents[0]?.step,
      intents[1]?.step,
      intents[1]?.step,
    ]);
  });

  it("L3: step × several calls in one turn: stand under the one intent of their turn", async () => {
    const { ambit, of } = await house(POLICY);
    const turn = [{ name: "look" }, { name: "peek" }, declare(REPORT), { name: "look" }];
    const graph = plainGraph({ ambit, model: scriptedModel(turn, "done"), checkpointer: saver() });
    const callbacks = [ambit.handler()];
    await ambit.run(REQUEST, () => graph.invoke(HELLO, { ...THREAD, callbacks }));
    expect(of("decision").map(({ siblings, purpose }) => [siblings, purpose])).toEqual(
      Array(3).fill([3, "work/report"]),
    );
    expect(of("intent")).toHaveLength(1);
  });

  it("L3: keeps the old intent when the declared purpose lies outside", async () => {
    const { ambit, of } = await house(POLICY);
    const turn = [declare({ purpose: "private", goal: "pry" }), { name: "look" }];
    const graph = plainGraph({ ambit, model: scriptedModel(turn, "done"), checkpointer: saver() });
    const callbacks = [ambit.handler()];
    await ambit.run(REQUEST, () => graph.invoke(HELLO, { ...THREAD, callbacks }));
    expect(of("intent")).toMatchObject([{ purpose: "private", refused: "purpose_outside" }]);
    expect(of("decision")).toMatchObject([{ purpose: "work", effect: "allow" }]);
  });
});

describe("the callback handler", () => {
  it("L6: step × task that runs again: the intent is recorded once although its node runs twice", async () => {
    const { ambit, of } = await house(POLICY);
    const look = noted("look");
    const model = scriptedModel([declare({ ...REPORT, tools: ["look"] }), { name: "look", id: "c1" }]);
    // what comes from a cache is the same turn again, by its message id
    model.cache = new InMemoryCache();
    let failures = 1;
    const node = async ({ messages }: typeof MessagesAnnotation.State) => {
      const answer: AIMessage = await model.invoke(messages);
      const [, call] = answer.tool_calls ?? [];
      const result: unknown = await look.invoke({ ...call, type: "tool_call" } as never);
      if (failures-- > 0) throw new Error("again");
      return { messages: [answer, result as never] };
    };
    const graph = ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("agent", node, { retryPolicy: { maxAttempts: 2, initialInterval: 1 } })
        .addEdge(START, "agent")
        .compile(),
      { agent: "bot" },
    );
    ambit.tools([look]);
    await ambit.run(REQUEST, () => graph.invoke(HELLO, { callbacks: [ambit.handler()] }));
    expect(of("intent")).toHaveLength(1);
    expect(of("decision").map(({ attempt, purpose }) => [attempt, purpose])).toEqual([
      [1, "work/report"],
      [2, "work/report"],
    ]);
  });

  it("L3: keeps apart workers that take their turns side by side and repeat a call id", async () => {
    const { ambit, of } = await house(POLICY);
    const look = noted("look");
    const peek = noted("peek");
    ambit.tools([look, peek]);
    const [first, second] = ["look", "peek"].map((name) =>
      scriptedModel([declare({ ...REPORT, tools: [name] }), { name: "peek", id: "same" }]),
    );
    const worker = async ({ index }: { readonly index: number }) => {
      const answer = await (index === 0 ? first : second)!.invoke("go");
      // both have taken their turns before either of them calls
      await new Promise((done) => setImmediate(done));
      const call = { ...answer.tool_calls?.[1], type: "tool_call" } as never;
      return { messages: [answer, (await peek.invoke(call)) as never] };
    };
    const graph = ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("worker", worker as never)
        .addConditionalEdges(START, () => [0, 1].map((index) => new Send("worker", { index })), ["worker"])
        .compile(),
      { agent: "bot" },
    );
    const state = await ambit.run(REQUEST, () => graph.invoke(HELLO, { callbacks: [ambit.handler()] }));
    expect(answers(state)).toEqual(["peek error: AMBIT-D201", "peek success: peek ok"]);
    expect(of("intent").map(({ tools }) => tools)).toEqual([["look"], ["peek"]]);
  });

  it("leaves a turn to the middleware where both are", async () => {
    const { ambit, of } = await house(POLICY);
    const model = scriptedModel([declare(REPORT), { name: "look" }], "done");
    const planner = () => ({ ...REPORT, tools: ["look"] });
    const made = createAgent({ model, tools: [noted("look")], middleware: [ambit.middleware({ planner })] });
    const agent = ambit.protect(made, { agent: "bot" });
    await ambit.run({ ...REQUEST, budget: { modelCalls: 2 } }, () =>
      agent.invoke(HELLO, { callbacks: [ambit.handler()] }),
    );
    expect(of("intent").map(({ source }) => source)).toEqual(["planner"]);
  });

  it("runs nothing when its planner throws", async () => {
    const { ambit, of } = await house(POLICY);
    const planner = (): never => {
      throw new Error("no plan");
    };
    const graph = plainGraph({ ambit, model: scriptedModel([{ name: "look" }], "done") });
    const callbacks = [ambit.handler({ planner })];
    await expect(ambit.run(REQUEST, () => graph.invoke(HELLO, { callbacks }))).rejects.toThrow("no plan");
    expect(of("decision")).toEqual([]);
  });

  it("L3: knows purposes as a tree of any depth", async () => {
    const { ambit, of } = await house(POLICY);
    const turns = ["work/report/monthly", "work/reporting", "work", "home"].map((purpose) => [
      declare({ purpose, goal: "g" }),
      { name: "look" },
    ]);
    const graph = plainGraph({ ambit, model: scriptedModel(...turns, "done") });
    const request = { ...REQUEST, purpose: "work/report" };
    await ambit.run(request, () => graph.invoke(HELLO, { callbacks: [ambit.handler()] }));
    expect(of("intent").map(({ refused }) => refused)).toEqual([
      undefined,
      "purpose_outside",
      "purpose_outside",
      "purpose_unknown",
    ]);
    expect(of("decision").map(({ purpose }) => purpose)).toEqual([
      "work/report/monthly",
      ...Array<string>(3).fill("work/report"),
    ]);
  });

  it("lets a rule for a purpose hold for the purposes below it, and for none above", async () => {
    const { ambit } = await house(POLICY);
    const turns = ["work/report/monthly", "work"].map((purpose) => [
      declare({ purpose, goal: "g" }),
      { name: "file" },
    ]);
    const file = noted("file");
    const model = scriptedModel(...turns, "done");
    const made = createAgent({ model, tools: [file], middleware: [ambit.middleware()] });
    const agent = ambit.protect(made, { agent: "bot" });
    const state = await ambit.run(REQUEST, () => agent.invoke(HELLO));
    expect(answers(state).filter((answer) => answer.startsWith("file"))).toEqual([
      "file success: file ok",
      "file error: AMBIT-D302",
    ]);
  });

  it("refuses unknown options", async () => {
    const { ambit } = await house(POLICY);
    expect(() => ambit.handler({ plan: 1 } as never)).toThrow(
      expect.objectContaining({ reason: "config_invalid" }),
    );
  });
});
