import { AmbitDeniedError, AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";

/**
 * What an agent does after a call of its was denied, when all calls of that turn have settled.
 *
 * `continue`: its model is told, and goes on. `end`: its model is not asked again, and the denial is its last word. `throw`:
 * it fails with the `AmbitDeniedError` of the denial.
 */
export type OnDenied = "continue" | "end" | "throw";

/** Checks an option; throws `config_invalid`. */
export function checkOnDenied(value: unknown, allowed: readonly OnDenied[]): void {
  if (value === undefined || allowed.includes(value as OnDenied)) return;
  throw new AmbitError("config_invalid", { option: "onDenied", allowed: allowed.join(", ") });
}

/** Before a model is asked again: throws, or gives the last words of the agent; undefined lets it go on. */
export function afterDenial(gate: Gate, onDenied: OnDenied): string | undefined {
  if (onDenied === "continue") return undefined;
  const denial = gate.lastDenial();
  if (denial === undefined) return undefined;
  if (onDenied === "end") return denial.modelText;
  throw new AmbitDeniedError(denial.reason, denial.tool, denial.decision);
}
