import { AmbitError, type Awaitable, codeRow } from "@ambit/core";
import { currentFrame, type Gate } from "@ambit/gate";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { type AgentMiddleware, createMiddleware } from "langchain";
import { randomUUID } from "node:crypto";
import { nameOf, sealAll } from "../seal/seal.ts";
import { placeOf } from "../seal/tool-config.ts";
import { asTaken, countTurn } from "./counted.ts";
import {
  DECLARE_INTENT,
  type DeclaredIntent,
  declareIntent,
  isDeclareIntent,
  readDeclaration,
} from "./declare-intent.ts";
import { callsOf, messageOf, modelOf, type TurnCall } from "./turn.ts";

/** What a planner sees of a model turn. */
export interface PlannerTurn {
  readonly messages: readonly BaseMessage[];
  readonly calls: readonly TurnCall[];
}

/** Trusted code that says what a turn intends; undefined: the intent that held before. A throw ends the run. */
export type Planner = (turn: PlannerTurn) => Awaitable<DeclaredIntent | undefined>;

export interface MiddlewareOptions {
  /** Declares intents in the model's place; the model then gets no `declare_intent` tool. */
  readonly planner?: Planner;
}

interface ModelTurn {
  readonly tools: readonly object[];
  readonly messages: readonly BaseMessage[];
  readonly runtime: unknown;
}

const gates = new WeakMap<object, Gate>();

/** The gate of the instance that made a middleware; undefined for any other middleware. */
export function middlewareGate(middleware: object): Gate | undefined {
  return gates.get(middleware);
}

/**
 * The middleware of an instance: model calls only.
 *
 * It wraps no tool calls (with any such middleware an ordinary tool error ends the run) and adds no graph nodes (each is a
 * superstep). It is context and convenience: without it every tool call is decided all the same.
 */
export function createAmbitMiddleware(gate: Gate, options: MiddlewareOptions = {}): AgentMiddleware {
  const unknown = Object.keys(options).find((option) => option !== "planner");
  if (unknown !== undefined) throw new AmbitError("config_invalid", { option: unknown });
  const { planner } = options;
  const middleware: AgentMiddleware = createMiddleware({
    name: "AmbitMiddleware",
    tools: planner === undefined ? [declareIntent] : [],
    wrapModelCall: async (request, handler) => {
      sealTools(gate, request.tools);
      if (currentFrame() === undefined) return handler(request);
      if (!gate.takeModelCall()) return new AIMessage(SPENT);
      const tools = request.tools.filter((tool) => isVisible(gate, tool));
      return asTaken(async () => {
        const response = await handler(
          tools.length === request.tools.length ? request : { ...request, tools },
        );
        const message = messageOf(response);
        if (message !== undefined) await learn(gate, message, { turn: request, planner });
        return response;
      });
    },
  });
  gates.set(middleware, gate);
  return middleware;
}

/** The last words of an agent whose budget of model calls or tokens is spent: no tool calls, hence the end of its turn. */
const SPENT = `${codeRow("budget_spent").code}: ${codeRow("budget_spent").model ?? ""}`;

/** Seals in place what other middleware has added since; what cannot be invoked has no body here. */
function sealTools(gate: Gate, tools: readonly object[]): void {
  sealAll(
    gate,
    tools.filter((tool) => typeof (tool as { readonly invoke?: unknown }).invoke === "function"),
  );
}

/** Tools that the provider runs are hidden like any other: the model cannot call what it is not offered. */
function isVisible(gate: Gate, tool: object): boolean {
  return isDeclareIntent(tool) || gate.mayReach(nameOf(tool));
}

interface Learning {
  readonly turn: ModelTurn;
  readonly planner: Planner | undefined;
}

/** Counts the turn and ties its calls to its intent, before any of them is scheduled. */
async function learn(gate: Gate, message: AIMessage, { turn, planner }: Learning): Promise<void> {
  countTurn(gate, message);
  const calls = callsOf(message);
  const guarded = calls.filter(({ name }) => name !== DECLARE_INTENT);
  if (calls.length === 0) return;
  const declared = await declaredBy(calls, planner, turn.messages);
  const model = modelOf(message);
  const { configurable } = (turn.runtime ?? {}) as {
    readonly configurable?: Readonly<Record<string, unknown>>;
  };
  await gate.declareStep({
    place: placeOf(configurable),
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
