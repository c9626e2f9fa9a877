import type { CodeName } from "../code/name.ts";
import { AmbitError, type ErrorFacts } from "./ambit-error.ts";

/** Thrown by a sealed tool only when there is no call id, hence nobody who reads a message. */
export class AmbitDeniedError extends AmbitError {
  /** The id of the decision record. */
  readonly decision: string;
  readonly tool: string;

  /** `decided` is the id of the decision record, or of the edge; with further facts if there are any. */
  constructor(
    reason: CodeName,
    tool: string,
    decided: string | (ErrorFacts & { readonly decision: string }),
  ) {
    const facts = typeof decided === "string" ? { decision: decided } : decided;
    const { decision } = facts;
    super(reason, { tool, ...facts });
    this.name = "AmbitDeniedError";
    this.tool = tool;
    this.decision = decision;
  }
}
