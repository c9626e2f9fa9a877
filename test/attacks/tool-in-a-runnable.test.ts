import {
  RunnableBranch,
  RunnableLambda,
  RunnablePassthrough,
  RunnableSequence,
  RouterRunnable,
} from "@langchain/core/runnables";
import type { StructuredTool } from "@langchain/core/tools";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { inSequence, frozen, type Graph, lambda, input, state } from "./setting/reach.ts";

/** Everything a node may be, as the graph's builder takes it. */
const withNode = (node: unknown): Graph =>
  new StateGraph(State)
    .addNode("n", node as never)
    .addEdge(START, "n" as never)
    .compile() as Graph;
const State = Annotation.Root({ x: Annotation<unknown> });
const INPUT = { x: 1 } as never;
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

attack(
  {
    wants: "a denied tool inside of whatever runnable a node may be",
    expected: ["policy_no_match", "tool_unsealed"],
    checklist: 11,
  },
  () => {
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
  },
);
