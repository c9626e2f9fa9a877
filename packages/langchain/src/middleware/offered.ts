import { AmbitError } from "@ambit/core";
import { currentFrame, type Gate } from "@ambit/gate";
import { refuseNeverCalled } from "../protect/never-called.ts";
import { nameOf, sealAll } from "../seal/seal.ts";
import { isDeclareIntent } from "./declare-intent.ts";

/** Whether a tool has a body in this process; one without is run by the model's provider. */
export function runsHere(tool: object): boolean {
  return typeof (tool as { readonly invoke?: unknown }).invoke === "function";
}

/** Checks an option; throws `config_invalid`. */
export function checkProviderTools(value: unknown): void {
  if (Array.isArray(value) && value.every((name) => typeof name === "string" && name !== "")) return;
  throw new AmbitError("config_invalid", { option: "providerTools" });
}

/**
 * The tools that a model is offered: those that the current frame could reach. It hides and decides nothing, but for what
 * the provider runs: of those no call is ever decided, so only those are offered that trusted code has named (L1).
 *
 * Seals in place what other middleware has added since.
 */
export function offeredTools<T extends object>(
  gate: Gate,
  tools: readonly T[],
  providerTools: readonly string[],
): readonly T[] {
  refuseNeverCalled(tools);
  sealAll(gate, tools.filter(runsHere));
  const isOffered = (tool: T): boolean => {
    if (isDeclareIntent(tool)) return true;
    const name = nameOf(tool);
    if (!runsHere(tool) && (!providerTools.includes(name) || currentFrame() === undefined)) return false;
    return gate.mayReach(name);
  };
  return tools.filter(isOffered);
}
