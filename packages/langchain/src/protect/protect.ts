import { AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { middlewareGate } from "../middleware/middleware.ts";
import { runsHere } from "../middleware/offered.ts";
import { installNet } from "../net/install.ts";
import { nameOf } from "../seal/seal.ts";
import { checkSchemas } from "../seal/seen-schemas.ts";
import { type Coverage, coverageOf, sealReachable } from "./coverage.ts";
import { agents, entrances } from "./entrances.ts";
import { coverCall, coverGraph, type Entrance, patch } from "./entry.ts";
import { refuseNeverCalled } from "./never-called.ts";
import { type HostAgent, isAgent, isGraph } from "./shape.ts";

export interface ProtectOptions {
  /** The agent's id: who acts, in policy and records. */
  readonly agent: string;
}

/** What `protect` adds to an agent or graph. */
export interface Protected {
  readonly ambit: {
    coverage(): Coverage;
  };
}

/** Seals and covers an agent or a compiled graph, in place. Again with the same options: does nothing new. */
export function protect<T extends object>(gate: Gate, target: T, options: ProtectOptions): T & Protected {
  const { agent } = options ?? {};
  if (typeof agent !== "string" || agent === "") throw new AmbitError("config_invalid", { option: "agent" });
  if (!isAgent(target) && !isGraph(target)) throw new AmbitError("config_invalid", { option: "target" });
  if (isAgent(target)) checkAgent(gate, target, agent);
  installNet();
  sealReachable(gate, target);
  checkSchemas(gate);
  cover(target, { gate, agent });
  return target as T as T & Protected;
}

function cover(target: object, entrance: Entrance): void {
  const known = entrances.get(target);
  if (known !== undefined) return sameOrConflict(known, entrance);
  if (isAgent(target)) {
    cover(target.graph, entrance);
    agents.set(target.graph, target);
    for (const method of ["invoke", "stream", "streamEvents"]) coverCall(target, method);
  } else if (isGraph(target)) coverGraph(target, entrance);
  coverCopies(target, entrance);
  entrances.set(target, entrance);
  const coverage = (): Coverage => coverageOf(entrance.gate, target, entrance.agent);
  Object.defineProperty(target, "ambit", { value: Object.freeze({ coverage }) });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function sameOrConflict(known: Entrance, wanted: Entrance): void {
  if (known.gate === wanted.gate && known.agent === wanted.agent) return;
  throw new AmbitError("protect_conflict", { agent: known.agent, wanted: wanted.agent });
}

/** `withConfig` makes a new object, which must be covered again. */
function coverCopies(target: object, { gate, agent }: Entrance): void {
  const { withConfig } = target as { readonly withConfig?: unknown };
  if (typeof withConfig !== "function") return;
  patch(target, "withConfig", (...args) =>
    protect(gate, withConfig.apply(target, args) as object, { agent }),
  );
}

function checkAgent(gate: Gate, target: HostAgent, agent: string): void {
  const { tools = [], middleware = [] } = target.options;
  refuseNeverCalled([...tools, ...middleware.flatMap((each) => each.tools ?? [])]);
  checkMiddleware(gate, target, agent);
}

function checkMiddleware(gate: Gate, target: HostAgent, agent: string): void {
  const gates = (target.options.middleware ?? []).map(middlewareGate).filter((owner) => owner !== undefined);
  if (gates.some((owner) => owner !== gate)) throw new AmbitError("middleware_foreign", { agent });
  if (gates.length > 0 || entrances.has(target)) return;
  const elsewhere = (target.options.tools ?? []).find((tool) => isObject(tool) && !runsHere(tool));
  if (elsewhere !== undefined) {
    const why =
      "it runs at the model's provider, and there is no ambit.middleware() to keep it from the model";
    throw new AmbitError("tool_unsealed", { tool: nameOf(elsewhere as object), why });
  }
  process.emitWarning(
    `agent ${agent} has no ambit.middleware(): no intents are learned and no tools hidden`,
    {
      type: "AmbitWarning",
    },
  );
}
