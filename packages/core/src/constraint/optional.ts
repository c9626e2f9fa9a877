import type { Choice } from "./any.ts";
import type { Constraint } from "./constraint.ts";

/** The argument may be absent; if it is there, the constraint holds. */
export function optional(constraint: Constraint): Constraint {
  return Object.freeze({ kind: "optional", of: presentOf(constraint) });
}

/** What holds of the argument if it is there: a disjunction in normal form. */
export function presentOf(constraint: Constraint): Choice {
  return (constraint.kind === "optional" ? constraint.of : constraint) as Choice;
}
