import type { Gate } from "@ambit/gate";
import type { AIMessage } from "@langchain/core/messages";
import { tokensOf } from "./turn.ts";

// by object: middleware and callback handler see the same message of the same model call
const counted = new WeakSet<AIMessage>();

/** Counts a model call and its tokens in the current frame's budget, once per message. */
export function countTurn(gate: Gate, message: AIMessage): void {
  if (counted.has(message)) return;
  counted.add(message);
  gate.countModel(tokensOf(message));
}
