import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";

type Body = (args: Record<string, unknown>) => unknown;

/** A tool that notes each run of its body. */
export function countedTool(
  name: string,
  body: Body = () => `${name} ok`,
): StructuredTool & { readonly ran: unknown[] } {
  const ran: unknown[] = [];
  const made = tool(
    (args: Record<string, unknown>) => {
      ran.push(args);
      return body(args);
    },
    { name, description: name, schema: z.object({ x: z.unknown().optional() }).loose() },
  );
  return Object.assign(made, { ran }) as never;
}

export const HELLO = { messages: [new HumanMessage("hello")] };

/** Name, status and text of the tool messages of a state. */
export function answers(state: unknown): string[] {
  const { messages } = state as { readonly messages: readonly unknown[] };
  return messages
    .filter((message) => ToolMessage.isInstance(message))
    .map((message) => `${message.name} ${message.status}: ${message.text}`);
}
