import { AmbitError } from "@ambit/core";
import { currentFrame, type Gate } from "@ambit/gate";
import { AIMessage } from "@langchain/core/messages";
import { type AgentMiddleware, createMiddleware } from "langchain";
import { modelPlace } from "../seal/tool-config.ts";
import { asTaken } from "./counted.ts";
import { declareIntent } from "./declare-intent.ts";
import { learn, type Planner } from "./learn.ts";
import { checkProviderTools, offeredTools } from "./offered.ts";
import { afterDenial, checkOnDenied, type OnDenied } from "./on-denied.ts";
import { messageOf } from "./turn.ts";

export interface MiddlewareOptions {
  /** Declares intents in the model's place; the model then gets no `declare_intent` tool. */
  readonly planner?: Planner;
  /** Default: `continue`. */
  readonly onDenied?: OnDenied;
  /**
   * Tools that the model's provider runs, by name, which it may be offered all the same: no call of theirs is decided or
   * recorded. Default: none is offered.
   */
  readonly providerTools?: readonly string[];
}

const OPTIONS: readonly string[] = [
  "planner",
  "onDenied",
  "providerTools",
] satisfies readonly (keyof MiddlewareOptions)[];

const gates = new WeakMap<object, Gate>();
const offered = new WeakMap<object, readonly string[]>();

/** The gate of the instance that made a middleware; undefined for any other middleware. */
export function middlewareGate(middleware: object): Gate | undefined {
  return gates.get(middleware);
}

/** The tools of the provider that a middleware of an instance lets the model be offered. */
export function providerToolsOf(middleware: object): readonly string[] {
  return offered.get(middleware) ?? [];
}

/**
 * The middleware of an instance: model calls only.
 *
 * It wraps no tool calls (with any such middleware an ordinary tool error ends the run) and adds no graph nodes (each is a
 * superstep). It is context and convenience: without it every tool call is decided all the same.
 */
export function createAmbitMiddleware(gate: Gate, options: MiddlewareOptions = {}): AgentMiddleware {
  const unknown = Object.keys(options).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) throw new AmbitError("config_invalid", { option: unknown });
  const { planner, onDenied = "continue", providerTools = [] } = options;
  checkOnDenied(onDenied, ["continue", "end", "throw"]);
  checkProviderTools(providerTools);
  const middleware: AgentMiddleware = createMiddleware({
    name: "AmbitMiddleware",
    tools: planner === undefined ? [declareIntent] : [],
    wrapModelCall: async (request, handler) => {
      const shown = offeredTools(gate, request.tools, providerTools);
      const asked = shown.length === request.tools.length ? request : { ...request, tools: [...shown] };
      if (currentFrame() === undefined) return handler(asked);
      const denied = afterDenial(gate, onDenied);
      if (denied !== undefined) return lastWords(denied);
      const refused = gate.takeModelCall();
      if (refused !== undefined) return lastWords(gate.modelText(refused));
      return asTaken(async () => {
        const response = await handler(asked);
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
  offered.set(middleware, [...providerTools]);
  return middleware;
}

/** What an agent says in place of a model that is not called any more: no tool calls, hence the end of its turn. */
function lastWords(text: string): AIMessage {
  return new AIMessage(text);
}

function configurableOf(runtime: unknown): Readonly<Record<string, unknown>> | undefined {
  return (runtime as { readonly configurable?: Readonly<Record<string, unknown>> } | undefined)?.configurable;
}
