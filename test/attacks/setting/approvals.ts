import { AIMessage } from "@langchain/core/messages";
import { Command, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { type House, WRITE } from "../../house/house.ts";
import { type Asked } from "../../house/threads.ts";
import { type NotedTool } from "../../house/tools.ts";
import { POLICY } from "../policy.ts";

export const HELD = { name: "held", args: { x: 1 }, id: "c1" };
export const yes = (question: Asked | undefined) =>
  new Command({ resume: { decisions: [{ type: "approve" }], ...question } }) as never;

/** A policy under which what must be approved is a write. */
export const HELD_WRITE = { ...POLICY, tools: { ...POLICY.tools, held: WRITE } };

/** A prebuilt ToolNode in a graph that keeps its threads. */
export function toolGraph({ ambit }: House, held: NotedTool) {
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("tools", new ToolNode([held]))
    .addEdge(START, "tools")
    .compile({ checkpointer: new MemorySaver() });
  return ambit.protect(graph, { agent: "bot" });
}
export const messageOf = (...calls: readonly object[]) => ({
  messages: [
    new AIMessage({
      content: "",
      tool_calls: calls.map((each) => ({ ...each, type: "tool_call" })) as never,
    }),
  ],
});
export const TWO = messageOf(
  { name: "held", args: { x: 1 }, id: "a" },
  { name: "held", args: { x: 2 }, id: "b" },
);
