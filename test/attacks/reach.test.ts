import type { Ambit } from "@ambit/langchain";
import {
  RunnableBranch,
  RunnableLambda,
  RunnablePassthrough,
  RunnableSequence,
  RouterRunnable,
} from "@langchain/core/runnables";
import type { StructuredTool } from "@langchain/core/tools";
import { Annotation, END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { InMemoryCache } from "@langchain/langgraph-checkpoint";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { calling, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

interface Graph {
  invoke(input: never): Promise<unknown>;
}

/** Everything a node may be, as the graph's builder takes it. */
const withNode = (node: unknown): Graph =>
  new StateGraph(State)
    .addNode("n", node as never)
    .addEdge(START, "n" as never)
    .compile() as Graph;
const State = Annotation.Root({ x: Annotation<unknown> });
const withTools = (tool: object): Graph =>
  new StateGraph(MessagesAnnotation)
    .addNode("t", new ToolNode([tool as never]))
    .addEdge(START, "t")
    .compile() as Graph;
const lambda = (value: unknown): RunnableLambda<unknown, unknown> =>
  RunnableLambda.from(() => value) as RunnableLambda<unknown, unknown>;
const input = lambda({});
const state = lambda({ x: 2 });
/** The tool behind a runnable that hands it an empty object and gives the state back. */
const inSequence = (tool: StructuredTool): RunnableSequence =>
  RunnableSequence.from([input, tool, state] as never);

/** Nothing can be put into it, hence no seal. */
const frozen = (): StructuredTool => Object.freeze(noted("shut")) as never;

const INPUT = { x: 1 } as never;
const schema = z.looseObject({});

const SHAPES: Readonly<Record<string, (tool: StructuredTool) => Graph>> = {
  "a node": (tool) => withNode(tool),
  "a step of a sequence": (tool) => withNode(inSequence(tool)),
  "a step of a pipe": (tool) => withNode(input.pipe(tool).pipe(state)),
  "the runnable of conditional edges": (tool) =>
    new StateGraph(State)
      .addNode("n", () => ({}))
      .addEdge(START, "n")
      .addConditionalEdges("n", RunnableSequence.from([input, tool, lambda(END)] as never) as never)
      .compile() as Graph,
  "a branch": (tool) => withNode(RunnableBranch.from([[() => true, inSequence(tool)], state] as never)),
  "the condition of a branch": (tool) =>
    withNode(RunnableBranch.from([[RunnableSequence.from([input, tool] as never), state], state] as never)),
  "a branch's default": (tool) =>
    withNode(RunnableBranch.from([[() => false, state], inSequence(tool)] as never)),
  "a fallback": (tool) =>
    withNode(
      RunnableLambda.from(() => {
        throw new Error("no");
      }).withFallbacks([inSequence(tool)] as never),
    ),
  "an assigned member": (tool) => withNode(RunnablePassthrough.assign({ x: inSequence(tool) }).pipe(state)),
  "a route": (tool) =>
    withNode(
      lambda({ key: "a", input: {} })
        .pipe(new RouterRunnable({ runnables: { a: tool } }) as never)
        .pipe(state),
    ),
  "a step of a map": (tool) => withNode(input.pipe({ x: tool } as never).pipe(state)),
  "a retried step": (tool) => withNode(inSequence(tool).withRetry({ stopAfterAttempt: 1 })),
  "a configured step": (tool) => withNode(input.pipe(tool.withConfig({ tags: ["t"] })).pipe(state)),
};

describe("a denied tool on a protected graph", () => {
  it.each(Object.entries(SHAPES))("L1: is sealed as %s", async (_name, shape) => {
    const { ambit, of } = await house(POLICY);
    const shut = noted("shut");
    const graph = ambit.protect(shape(shut), { agent: "bot" });
    expect(graph.ambit.coverage().tools).toMatchObject([{ name: "shut", sealed: true }]);
    await expect(ambit.run(REQUEST, () => graph.invoke(INPUT))).rejects.toThrow();
    expect(shut.ran).toEqual([]);
    expect(of("decision")).toMatchObject([{ tool: "shut", effect: "deny", reason: "policy_no_match" }]);
  });

  it.each(Object.entries(SHAPES))("runs, unprotected, as %s: the shape is real", async (_name, shape) => {
    const shut = noted("shut");
    await shape(shut)
      .invoke(INPUT)
      .catch(() => {});
    expect(shut.ran).toHaveLength(1);
  });

  it("L1: cannot be a step of it when it cannot be sealed", async () => {
    const { ambit } = await house(POLICY);
    const graph = withNode(inSequence(frozen()));
    expect(() => ambit.protect(graph, { agent: "bot" })).toThrow(
      expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "shut", path: "n" } }),
    );
  });

  it("L1: cannot hang on two nodes of which one caches, in whatever order", async () => {
    const { ambit } = await house(POLICY);
    const node = new ToolNode([noted("shut")]);
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("a", node)
      .addNode("b", node, { cachePolicy: true })
      .addEdge(START, "a")
      .addEdge("a", "b")
      .compile({ cache: new InMemoryCache() });
    expect(() => ambit.protect(graph, { agent: "bot" })).toThrow(
      expect.objectContaining({ reason: "tool_unsealed" }),
    );
  });
});

type Wrap = (tool: StructuredTool) => object;

const HIDDEN: Readonly<Record<string, Wrap>> = {
  "a sequence": (tool) => inSequence(tool).asTool({ name: "open", schema: schema as never }),
  "a graph": (tool) =>
    (withTools(tool) as never as RunnableSequence).asTool({ name: "open", schema: schema as never }),
};
const SEAL: readonly (readonly [string, (ambit: Ambit, tool: object) => unknown])[] = [
  ["tools", (ambit, tool) => ambit.tools([tool])],
  ["protect", (ambit, tool) => ambit.protect(withTools(tool), { agent: "bot" })],
];

describe("a denied tool behind an allowed one that asTool made", () => {
  const cases = Object.entries(HIDDEN).flatMap(([name, wrap]) =>
    SEAL.map(([by, seal]) => [name, by, wrap, seal] as const),
  );

  it.each(cases)("L1: does not run in %s sealed by %s", async (_name, _by, wrap, seal) => {
    const { ambit, of } = await house(POLICY);
    const shut = noted("shut");
    const open = wrap(shut) as StructuredTool;
    seal(ambit, open);
    const graph = ambit.protect(withTools(open), { agent: "bot" });
    expect(graph.ambit.coverage().tools.map(({ name, sealed }) => [name, sealed])).toEqual([
      ["open", true],
      ["shut", true],
    ]);
    const toolCall = { name: "shut", args: {}, id: "c2", type: "tool_call" };
    const args = { messages: [{ role: "assistant", content: "", tool_calls: [toolCall] }] };
    await ambit.run(REQUEST, () => graph.invoke(calling("open", args) as never)).catch(() => {});
    expect(shut.ran).toEqual([]);
    const judged = of("decision").filter(({ tool }) => tool === "shut");
    expect(judged).toMatchObject([{ effect: "deny", reason: "policy_no_match" }]);
  });

  it.each(Object.entries(HIDDEN))("L1: is refused in %s when it cannot be sealed", async (_name, wrap) => {
    const { ambit } = await house(POLICY);
    const open = wrap(frozen());
    expect(() => ambit.tools([open])).toThrow(
      expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "open" } }),
    );
  });
});
