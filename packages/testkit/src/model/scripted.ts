import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { randomUUID } from "node:crypto";

/** A tool call that the model makes; without an id it gets a fresh one. */
export interface ScriptedCall {
  readonly name: string;
  readonly args?: Record<string, unknown>;
  readonly id?: string;
}

/** What the model does in one turn: say something, or call tools. */
export type ScriptedTurn = string | readonly ScriptedCall[];

/** A turn, or a function that makes one from the conversation so far. */
export type Script = ScriptedTurn | ((messages: readonly BaseMessage[]) => ScriptedTurn);

/**
 * A chat model that plays a script; the last turn repeats.
 *
 * The turn to play is the number of its messages in the conversation, so that one instance serves many runs at once.
 * Message ids are unique: the host replaces a message that comes again with the same id.
 */
export class ScriptedModel extends BaseChatModel {
  readonly script: readonly Script[];
  /** The names of the tools that each model call was offered. */
  readonly offered: string[][] = [];
  #name: string | undefined;

  constructor(script: readonly Script[]) {
    super({});
    this.script = script;
  }

  /** Lets the model say its name with every answer, as providers do. */
  named(name: string): this {
    this.#name = name;
    return this;
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: readonly unknown[]): this {
    this.offered.push(tools.map((tool) => String((tool as { readonly name?: unknown }).name)));
    return this;
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const spoken = messages.filter((message) => AIMessage.isInstance(message)).length;
    const entry = this.script[Math.min(spoken, this.script.length - 1)] ?? "";
    const turn = typeof entry === "function" ? entry(messages) : entry;
    const message = typeof turn === "string" ? answer(turn) : calling(turn);
    if (this.#name !== undefined) message.response_metadata = { model_name: this.#name };
    return Promise.resolve({ generations: [{ text: message.text, message }] });
  }
}

function answer(text: string): AIMessage {
  return withUsage(new AIMessage({ id: randomUUID(), content: text }));
}

function calling(calls: readonly ScriptedCall[]): AIMessage {
  const made = calls.map(({ name, args = {}, id = randomUUID() }) => ({
    name,
    args: structuredClone(args),
    id,
    type: "tool_call" as const,
  }));
  return withUsage(new AIMessage({ id: randomUUID(), content: "", tool_calls: made }));
}

function withUsage(message: AIMessage): AIMessage {
  return Object.assign(message, { usage_metadata: { input_tokens: 10, output_tokens: 5, total_tokens: 15 } });
}

/** A model that plays the given turns. */
export function scriptedModel(...script: readonly Script[]): ScriptedModel {
  return new ScriptedModel(script);
}
