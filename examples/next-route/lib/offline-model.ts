import { randomUUID } from "node:crypto";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";

/**
 * Stands for a chat model, so that the example needs no key: it looks up the order that the user names, refunds what the
 * user asks for, and repeats what the tools said.
 */
export class OfflineModel extends BaseChatModel {
  constructor() {
    super({});
  }

  override _llmType(): string {
    return "offline";
  }

  override bindTools(): this {
    return this;
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const turns = messages.filter((message) => AIMessage.isInstance(message)).length;
    const call = callsFor(messages.find(({ type }) => type === "human")?.text ?? "")[turns];
    const said = messages.filter((message) => ToolMessage.isInstance(message)).map(({ text }) => text);
    const message = new AIMessage({
      id: randomUUID(),
      content: call === undefined ? said.join("; ") : "",
      tool_calls: call === undefined ? [] : [{ id: randomUUID(), ...call }],
    });
    return Promise.resolve({ generations: [{ text: message.text, message }] });
  }
}

/** The calls that a text comes to, in order. */
function callsFor(text: string): { name: string; args: Record<string, unknown> }[] {
  const orderId = /order (\S+?)[.,]?(?:\s|$)/u.exec(text)?.[1] ?? "";
  const amount = /refund (\d+)/iu.exec(text)?.[1];
  const look = { name: "get_order", args: { orderId } };
  return amount === undefined
    ? [look]
    : [look, { name: "refund_order", args: { orderId, amount: Number(amount) } }];
}
