import { randomUUID } from "node:crypto";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";

/** A model without a mind of its own: it makes the call that its user's message spells out, then says what came of it. */
export class ObedientModel extends BaseChatModel {
  constructor() {
    super({});
  }

  override _llmType(): string {
    return "obedient";
  }

  override bindTools(): this {
    return this;
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const last = messages.at(-1);
    const message = HumanMessage.isInstance(last)
      ? new AIMessage({ id: randomUUID(), content: "", tool_calls: [callIn(last.text)] })
      : new AIMessage({ id: randomUUID(), content: last?.text ?? "" });
    return Promise.resolve({ generations: [{ text: message.text, message }] });
  }
}

function callIn(text: string): { id: string; name: string; args: Record<string, unknown> } {
  const { tool, args } = JSON.parse(text) as {
    readonly tool: string;
    readonly args: Record<string, unknown>;
  };
  return { id: randomUUID(), name: tool, args };
}
