import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";

export type Body = (args: Record<string, unknown>) => unknown;

/** A tool that takes any arguments and notes each run of its body. */
export type NotedTool = StructuredTool & { readonly ran: Record<string, unknown>[] };

export function noted(name: string, body: Body = () => `${name} ok`): NotedTool {
  const ran: Record<string, unknown>[] = [];
  const made = tool(
    (args: Record<string, unknown>) => {
      ran.push(args);
      return body(args);
    },
    { name, description: name, schema: z.looseObject({}) },
  );
  return Object.assign(made, { ran }) as never;
}

export const HELLO = { messages: [new HumanMessage("go")] };

/** A conversation whose last message calls one tool. */
export function calling(
  name: string,
  args: Record<string, unknown> = {},
): { readonly messages: AIMessage[] } {
  return {
    messages: [new AIMessage({ content: "", tool_calls: [{ name, args, id: "c1", type: "tool_call" }] })],
  };
}

/** What came back for each tool call of a state: tool, status, and the code of a denial or the text. */
export function answers(state: unknown): string[] {
  const { messages } = state as { readonly messages: readonly unknown[] };
  return messages
    .filter((message) => ToolMessage.isInstance(message))
    .map(({ name, status, text }) => `${name} ${status}: ${/^AMBIT-[A-Z]\d+/u.exec(text)?.[0] ?? text}`);
}
