import { type Script, scriptedModel } from "@ambit/testkit/model";
import type { Ambit } from "@ambit/langchain";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createDeepAgent } from "deepagents";
import { type AgentMiddleware, createAgent } from "langchain";
import { NOTE, noteTool } from "./note-tool.ts";

/** What answers one request of a user. */
interface Asked {
  invoke(input: object): Promise<unknown>;
}

/** An agent that makes so many tool calls, one a turn; with Ambit if an instance is given. */
type Build = (turns: readonly Script[], ambit?: Ambit) => Asked;

/** `calls` calls of the tool, `beside` of them in each turn, then a last word. */
export function turnsOf(calls: number, beside = 1): readonly Script[] {
  const turn = Array.from({ length: beside }, () => ({ name: "note", args: NOTE }));
  return [...Array.from({ length: calls / beside }, () => turn), "Done."];
}

const middlewareOf = (ambit?: Ambit): AgentMiddleware[] => (ambit === undefined ? [] : [ambit.middleware()]);

function protectedBy(ambit: Ambit | undefined, agent: object): Asked {
  return (ambit?.protect(agent, { agent: "clerk" }) ?? agent) as unknown as Asked;
}

/** Agents as the three hosts build them. */
export const HOSTS: Readonly<Record<string, Build>> = {
  createAgent: (turns, ambit) =>
    protectedBy(
      ambit,
      createAgent({ model: scriptedModel(...turns), tools: [noteTool()], middleware: middlewareOf(ambit) }),
    ),
  StateGraph: (turns, ambit) => {
    const model = scriptedModel(...turns);
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("model", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("tools", new ToolNode([noteTool()]))
      .addEdge("__start__", "model")
      .addConditionalEdges("model", ({ messages }) => {
        const { tool_calls: calls = [] } = messages.at(-1) as { readonly tool_calls?: readonly unknown[] };
        return calls.length > 0 ? "tools" : "__end__";
      })
      .addEdge("tools", "model")
      .compile();
    return protectedBy(ambit, graph);
  },
  deepagents: (turns, ambit) =>
    protectedBy(
      ambit,
      createDeepAgent({
        model: scriptedModel(...turns),
        tools: [noteTool()] as never,
        middleware: middlewareOf(ambit) as never,
      }),
    ),
};

export const INPUT = { messages: [{ role: "user", content: "Write down what the customer said" }] } as const;
