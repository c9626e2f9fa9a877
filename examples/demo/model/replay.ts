import { randomUUID } from "node:crypto";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";

/** One turn of a recorded model: the tools it called, or what it said. */
export type ReplayTurn = {
  readonly text?: string;
  readonly calls?: readonly {
    readonly id: string;
    readonly name: string;
    readonly args: Record<string, unknown>;
  }[];
};

/**
 * A chat model that plays recorded turns, one AIMessage per turn.
 *
 * It is a recording: it does not read tool results, so it does not react to a denial either. The turn to play is the
 * number of AIMessages in the conversation, so one instance serves runs side by side and a repeated request gets the
 * same turn. Past the last turn it says nothing and calls nothing.
 */
export class ReplayModel extends BaseChatModel {
  readonly turns: readonly ReplayTurn[];

  constructor(turns: readonly ReplayTurn[]) {
    super({});
    this.turns = turns;
  }

  override _llmType(): string {
    return "replay";
  }

  /** The recording has chosen its tools already, so nothing is bound. */
  override bindTools(): this {
    return this;
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const turn = this.turns[messages.filter((message) => AIMessage.isInstance(message)).length];
    const text = turn?.text ?? "";
    const message = new AIMessage({
      // Message ids are unique: LangGraph replaces a message that comes again with the same id.
      id: `replay-${randomUUID()}`,
      content: text,
      tool_calls: (turn?.calls ?? []).map(({ id, name, args }) => ({
        id,
        name,
        args: structuredClone(args),
        type: "tool_call",
      })),
    });
    return Promise.resolve({ generations: [{ text, message }] });
  }
}
