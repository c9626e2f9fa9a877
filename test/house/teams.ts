import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { member } from "./crew.ts";
import type { House } from "./house.ts";
import { noted, type NotedTool } from "./tools.ts";

/** A turn that calls tools. */
export const call = (...names: readonly string[]) => names.map((name) => ({ name }));

interface Tools {
  readonly look: NotedTool;
  readonly save: NotedTool;
  readonly erase: NotedTool;
}
/** The tools of a crew, each of which notes its calls. */
export const toolsOf = (): Tools => ({ look: noted("look"), save: noted("save"), erase: noted("erase") });

export type Turns = readonly (string | readonly { readonly name: string }[])[];

interface Setting {
  readonly tools: Tools;
  readonly handoffs: readonly object[];
  readonly version?: "v1" | "v2";
}

/** The graph of a protected agent. */
export function graphOf(
  made: House,
  name: string,
  { tools, handoffs, version = "v2" }: Setting,
  ...played: Turns
): never {
  const agent = member(made, { name, turns: played, tools: [...Object.values(tools), ...handoffs], version });
  return made.ambit.protect(agent, { agent: name }).graph as never;
}

/** A graph that starts with its first node; whoever else runs in it is handed over to. */
export function graphWith(nodes: Readonly<Record<string, unknown>>) {
  const names = Object.keys(nodes);
  let graph = new StateGraph(MessagesAnnotation) as never as {
    addNode(name: string, node: unknown, options: object): typeof graph;
    addEdge(from: string, to: string): typeof graph;
    compile(): { invoke(input: object): Promise<unknown> };
  };
  for (const [name, node] of Object.entries(nodes)) graph = graph.addNode(name, node, { ends: names });
  return graph.addEdge(START, names[0] as string).compile();
}
