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
  /** The only texts that it can be. */
  readonly texts?: readonly string[];
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

export function asBoolean(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") throw new TypeError(`${name} is a ${typeof value} and no boolean`);
  return value;
}

/** Throws unless both values are of one type, and numbers where their order counts. */
export function sameType(a: Value, b: Value, ...[name, ordering]: [string, boolean]): void {
  if (typeof a !== typeof b) throw new TypeError(`${name} is a ${typeof a}, compared with a ${typeof b}`);
  if (ordering && typeof a !== "number")
    throw new TypeError(`${name} is a ${typeof a}: only numbers have an order`);
}
