import type { Awaitable } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { randomUUID } from "node:crypto";
import type { ModelPlace } from "../seal/tool-config.ts";
import { countTurn } from "./counted.ts";
import { DECLARE_INTENT, type DeclaredIntent, readDeclaration } from "./declare-intent.ts";
import { callsOf, modelOf, type TurnCall } from "./turn.ts";

/** What a planner sees of a model turn. */
export interface PlannerTurn {
  readonly messages: readonly BaseMessage[];
  readonly calls: readonly TurnCall[];
}

/** Trusted code that says what a turn intends; undefined: the intent that held before. A throw ends the run. */
export type Planner = (turn: PlannerTurn) => Awaitable<DeclaredIntent | undefined>;

interface Learning {
  /** Where the model answered. */
  readonly at: ModelPlace;
  /** What it was asked. */
  readonly messages: readonly BaseMessage[];
  readonly planner: Planner | undefined;
}

/** Counts the turn and ties its calls to its intent, before any of them is scheduled. */
export async function learn(
  gate: Gate,
  message: AIMessage,
  { at, messages, planner }: Learning,
): Promise<void> {
  countTurn(gate, message);
  const calls = callsOf(message);
  const guarded = calls.filter(({ name }) => name !== DECLARE_INTENT);
  if (calls.length === 0) return;
  const declared = await declaredBy(calls, planner, messages);
  const model = modelOf(message);
  await gate.declareStep({
    ...at,
    callIds: guarded.map(({ id }) => id).filter((id) => id !== undefined),
    messageId: message.id ?? randomUUID(),
    source: declared === undefined ? "inherited" : planner === undefined ? "tool" : "planner",
    ...(declared === undefined ? {} : { declared }),
    ...(model === undefined ? {} : { model }),
  });
}

function declaredBy(
  calls: readonly TurnCall[],
  planner: Planner | undefined,
  messages: readonly BaseMessage[],
): Awaitable<DeclaredIntent | undefined> {
  if (planner !== undefined) return planner({ messages, calls });
  return readDeclaration(calls.find(({ name }) => name === DECLARE_INTENT)?.args);
}
