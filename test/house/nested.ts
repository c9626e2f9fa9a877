import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { type House, READ, type Rules, WRITE } from "./house.ts";
import { noted, type NotedTool } from "./tools.ts";

/** The boss may look, erase and ask, and only pass `save` on; wendy may look and save. */
export const BOSS: Rules = {
  rules: `
p, P0, person, *,     *, **, *, *, *,   true, allow, none
p, L1, boss,   look,  *, **, *, *, *,   true, allow, none
p, L2, boss,   save,  *, **, *, *, 1.., true, allow, none
p, L3, boss,   erase, *, **, *, *, *,   true, allow, none
p, L4, boss,   ask,   *, **, *, *, *,   true, allow, none
p, W1, wendy,  look,  *, **, *, *, *,   true, allow, none
p, W2, wendy,  save,  *, **, *, *, *,   true, allow, none
g, user:alice, person
g3, work/report, work
g3, play, play
`,
  tools: { look: READ, save: WRITE, erase: WRITE, ask: READ },
};
interface Tools {
  readonly look: NotedTool;
  readonly save: NotedTool;
  readonly erase: NotedTool;
}

export const threeTools = (): Tools => ({ look: noted("look"), save: noted("save"), erase: noted("erase") });

/** A compiled graph, as far as tests call it. */
export interface Graph {
  invoke(input: object, config?: object): Promise<unknown>;
}

/** A graph of one node. */
export const nodeGraph = (node: unknown): Graph =>
  new StateGraph(MessagesAnnotation)
    .addNode("n", node as never)
    .addEdge(START, "n")
    .compile() as never;

/** A plain graph whose only node runs the calls of the last message. */
export const plain = (tools: object): Graph =>
  nodeGraph(new ToolNode(Object.values(tools) as StructuredTool[]));

/** The ways in which a node of a graph may come to another graph. */
export const NESTED = {
  "subgraph as a node": (inner: Graph): Graph => nodeGraph(inner),
  "subgraph called in a node": (inner: Graph): Graph =>
    nodeGraph(async (state: object) => inner.invoke(state)),
} as const;

/** An agent that calls these tools, one after the other, as its graph. */
export const agentGraph = (
  { ambit }: House,
  names: readonly string[],
  tools: object,
): { readonly graph: Graph } =>
  createAgent({
    model: scriptedModel(...names.map((name) => [{ name }]), "done"),
    tools: Object.values(tools),
    middleware: [ambit.middleware()],
  }) as never;
