import type { CodeName } from "../code/name.ts";
import { AmbitError, type ErrorFacts } from "./ambit-error.ts";

/** Thrown by a sealed tool only when there is no call id, hence nobody who reads a message. */
export class AmbitDeniedError extends AmbitError {
  /** The id of the decision record. */
  readonly decision: string;
  readonly tool: string;

  constructor(reason: CodeName, tool: string, decision: string, facts: ErrorFacts = {}) {
    super(reason, { tool, decision, ...facts });
    this.name = "AmbitDeniedError";
    this.tool = tool;
    this.decision = decision;
  }
}
