import { scriptedModel } from "@ambit/testkit/model";
import type { AIMessage } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import type { Host, Team } from "../stage.ts";
import { asPlayer } from "./agents.ts";

type State = typeof MessagesAnnotation.State;
type Tools = (state: State, config: RunnableConfig) => Promise<Partial<State>>;

const callsOf = ({ messages }: State) => (messages.at(-1) as AIMessage | undefined)?.tool_calls ?? [];

function graphOf({ script, checkpointer }: Team, tools: ToolNode | Tools) {
  const model = scriptedModel(...script);
  return new StateGraph(MessagesAnnotation)
    .addNode("model", async ({ messages }: State) => ({ messages: [await model.invoke(messages)] }))
    .addNode("tools", tools as ToolNode)
    .addEdge("__start__", "model")
    .addConditionalEdges("model", (state) => (callsOf(state).length > 0 ? "tools" : "__end__"))
    .addEdge("tools", "model")
    .compile(checkpointer === undefined ? {} : { checkpointer });
}

export const toolNode: Host = {
  name: "StateGraph with ToolNode",
  hasMiddleware: false,
  takesCommands: true,
  build: (team, cover) => asPlayer(cover.protect(graphOf(team, new ToolNode([...team.tools])))),
};

export const ownNode: Host = {
  name: "node that calls tools",
  hasMiddleware: false,
  takesCommands: false,
  build: (team, cover) => {
    const tools = cover.tools(team.tools);
    const call: Tools = async (state, config) => ({
      messages: await Promise.all(
        callsOf(state).map(async (each) => {
          const tool = tools.find(({ name }) => name === each.name);
          if (tool === undefined) throw new Error(`no tool ${each.name}`);
          return (await tool.invoke({ ...each, type: "tool_call" }, config)) as never;
        }),
      ),
    });
    return asPlayer(cover.protect(graphOf(team, call)));
  },
};
