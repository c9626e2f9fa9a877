import { scriptedModel } from "@ambit/testkit/model";
import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { entrypoint, task } from "@langchain/langgraph";
import type { Host } from "../stage.ts";
import { asPlayer } from "./agents.ts";

export const functional: Host = {
  name: "entrypoint and task",
  hasMiddleware: false,
  takesCommands: false,
  build: ({ tools: given, script, checkpointer }, cover) => {
    const tools = cover.tools(given);
    const model = scriptedModel(...script);
    const ask = task("ask", (messages: BaseMessage[]) => model.invoke(messages));
    const use = task("use", async (call: NonNullable<AIMessage["tool_calls"]>[number]) => {
      const tool = tools.find(({ name }) => name === call.name);
      if (tool === undefined) throw new Error(`no tool ${call.name}`);
      return (await tool.invoke({ ...call, type: "tool_call" })) as BaseMessage;
    });
    const options = { name: "functional", ...(checkpointer === undefined ? {} : { checkpointer }) };
    const graph = entrypoint(options, async ({ messages: asked }: { messages: BaseMessage[] }) => {
      const messages = [...asked];
      for (;;) {
        const answer = await ask(messages);
        messages.push(answer);
        const calls = (answer as AIMessage).tool_calls ?? [];
        if (calls.length === 0) return { messages };
        messages.push(...(await Promise.all(calls.map((call) => use(call)))));
      }
    });
    return asPlayer(cover.protect(graph));
  },
};
