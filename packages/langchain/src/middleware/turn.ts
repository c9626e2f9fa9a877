import { AIMessage, type BaseMessage } from "@langchain/core/messages";

/** A call that a model turn makes. */
export interface TurnCall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly args: unknown;
}

/** The model's message in whatever a model call gives back: itself, or first of a structured response's messages. */
export function messageOf(response: unknown): AIMessage | undefined {
  if (AIMessage.isInstance(response as BaseMessage)) return response as AIMessage;
  const { messages } = (response ?? {}) as { readonly messages?: unknown };
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  return AIMessage.isInstance(first as BaseMessage) ? (first as AIMessage) : undefined;
}

export function callsOf(message: AIMessage): readonly TurnCall[] {
  return message.tool_calls ?? [];
}

/** All tokens of a turn, as far as the provider reports them. */
export function tokensOf(message: AIMessage): number {
  const { usage_metadata: usage } = message as unknown as {
    readonly usage_metadata?: { readonly total_tokens?: unknown };
  };
  return typeof usage?.total_tokens === "number" ? usage.total_tokens : 0;
}

/** The model that answered, where the provider names it. */
export function modelOf(message: AIMessage): string | undefined {
  const { model_name: name } = message.response_metadata as { readonly model_name?: unknown };
  return typeof name === "string" ? name : undefined;
}
