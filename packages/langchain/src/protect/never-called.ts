import { AmbitError } from "@ambit/core";
import { nameOf } from "../seal/seal.ts";

/** How `createAgent` names the forms in which a model answers. */
const FORM = "extract-";

/**
 * Throws `tool_unsealed` for a tool that `createAgent` would never call: it takes the model's call for an answer in a form,
 * ends the turn, and nobody learns of it (L1).
 */
export function refuseNeverCalled(tools: readonly unknown[]): void {
  for (const tool of tools) {
    if (typeof tool !== "object" || tool === null || !nameOf(tool).startsWith(FORM)) continue;
    const why = `createAgent takes calls of ${FORM}… for answers in a form and never runs the tool: rename it`;
    throw new AmbitError("tool_unsealed", { tool: nameOf(tool), why });
  }
}
