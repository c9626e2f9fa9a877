import type { Attributes } from "./attribute.ts";
import { ConditionError } from "./condition-error.ts";

export type Value = boolean | number | string;

/** What is known of a term's type before there is a call. */
export type Kind = "boolean" | "number" | "string" | "unknown";

/** A compiled part of a condition. */
export interface Term {
  readonly kind: Kind;
  /** For messages: a name of the policy, never a value of a call. */
  readonly name: string;
  /** Set for literals. */
  readonly value?: Value;
  readonly read: (attributes: Attributes) => Value;
}

/** The term itself, when it may be of this type; throws `ConditionError` when it cannot. */
export function mustBe(kind: Kind, term: Term, by: string): Term {
  if (kind === "unknown" || term.kind === "unknown" || term.kind === kind) return term;
  throw new ConditionError(
    `"${by}" needs a ${kind}, and ${term.name} is a ${term.kind}: no call could meet it`,
    term.name,
  );
}
