import { AmbitError } from "@ambit/core";
import { currentFrame, type Gate } from "@ambit/gate";
import { AIMessage } from "@langchain/core/messages";
import { type AgentMiddleware, createMiddleware } from "langchain";
import { nameOf, sealAll } from "../seal/seal.ts";
import { modelPlace } from "../seal/tool-config.ts";
import { asTaken } from "./counted.ts";
import { declareIntent, isDeclareIntent } from "./declare-intent.ts";
import { learn, type Planner } from "./learn.ts";
import { afterDenial, checkOnDenied, type OnDenied } from "./on-denied.ts";
import { messageOf } from "./turn.ts";

export interface MiddlewareOptions {
  /** Declares intents in the model's place; the model then gets no `declare_intent` tool. */
  readonly planner?: Planner;
  /** Default: `continue`. */
  readonly onDenied?: OnDenied;
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
  const unknown = Object.keys(options).find((option) => option !== "planner" && option !== "onDenied");
  if (unknown !== undefined) throw new AmbitError("config_invalid", { option: unknown });
  const { planner, onDenied = "continue" } = options;
  checkOnDenied(onDenied, ["continue", "end", "throw"]);
  const middleware: AgentMiddleware = createMiddleware({
    name: "AmbitMiddleware",
    tools: planner === undefined ? [declareIntent] : [],
    wrapModelCall: async (request, handler) => {
      sealTools(gate, request.tools);
      if (currentFrame() === undefined) return handler(request);
      const denied = afterDenial(gate, onDenied);
      if (denied !== undefined) return lastWords(denied);
      const refused = gate.takeModelCall();
      if (refused !== undefined) return lastWords(gate.modelText(refused));
      const tools = request.tools.filter((tool) => isVisible(gate, tool));
      return asTaken(async () => {
        const response = await handler(
          tools.length === request.tools.length ? request : { ...request, tools },
        );
        const message = messageOf(response);
        if (message !== undefined) {
          const at = modelPlace(configurableOf(request.runtime));
          await learn(gate, message, { at, messages: request.messages, planner });
        }
        return response;
      });
    },
  });
  gates.set(middleware, gate);
  return middleware;
}

/** What an agent says in place of a model that is not called any more: no tool calls, hence the end of its turn. */
function lastWords(text: string): AIMessage {
  return new AIMessage(text);
}

/** Seals in place what other middleware has added since; what cannot be invoked has no body here. */
function sealTools(gate: Gate, tools: readonly object[]): void {
  sealAll(
    gate,
    tools.filter((tool) => typeof (tool as { readonly invoke?: unknown }).invoke === "function"),
  );
}

function configurableOf(runtime: unknown): Readonly<Record<string, unknown>> | undefined {
  return (runtime as { readonly configurable?: Readonly<Record<string, unknown>> } | undefined)?.configurable;
}

/** Tools that the provider runs are hidden like any other: the model cannot call what it is not offered. */
function isVisible(gate: Gate, tool: object): boolean {
  return isDeclareIntent(tool) || gate.mayReach(nameOf(tool));
}
