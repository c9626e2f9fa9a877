import type { Gate } from "@ambit/gate";
import type { AIMessage } from "@langchain/core/messages";
import { AsyncLocalStorage } from "node:async_hooks";
import { tokensOf } from "./turn.ts";

// by object: middleware and callback handler see the same message of the same model call
const counted = new WeakSet<AIMessage>();

/** A model call that was taken from the budget before it began; the first message that is counted is its. */
const taken = new AsyncLocalStorage<{ open: boolean }>();

/** Runs a model call that `takeModelCall` has taken already. */
export function asTaken<T>(call: () => T): T {
  return taken.run({ open: true }, call);
}

/** Whether this is inside a model call that was taken beforehand. */
export function isTaken(): boolean {
  return taken.getStore() !== undefined;
}

/** Counts the tokens of a model call, and the call itself unless it was taken, once per message. */
export function countTurn(gate: Gate, message: AIMessage): void {
  if (counted.has(message)) return;
  counted.add(message);
  const call = taken.getStore();
  gate.countModel(tokensOf(message), call?.open === true ? 0 : 1);
  if (call !== undefined) call.open = false;
}
