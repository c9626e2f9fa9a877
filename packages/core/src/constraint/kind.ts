import { AmbitError } from "../error/ambit-error.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { SENSITIVITIES, type Sensitivity } from "../sensitivity/sensitivity.ts";
import type { Constraint, ConstraintKind } from "./constraint.ts";

/** The constraint of one kind. */
export type Of<K extends ConstraintKind> = Extract<Constraint, { readonly kind: K }>;

/** A constraint without parts. */
export type Atom = Exclude<Constraint, { readonly kind: "all" | "any" | "optional" }>;

/** What is known of a value besides itself; an unknown sensitivity counts as the highest. */
export interface Facts {
  readonly sensitivity?: Sensitivity;
}

/** The facts under which every ceiling is kept: what is left is a matter of the value. */
export const LEAST_SENSITIVE: Facts = Object.freeze({ sensitivity: SENSITIVITIES[0] });

/** Sorts of values, as bits: constraints on different sorts have nothing in common. */
export const SORT = { number: 1, path: 2, url: 4, text: 8, list: 16, other: 32, any: 63 } as const;

/** The atoms of a conjunction by kind, and which single values all of them admit. */
export interface Parts {
  readonly atoms: { readonly [K in Atom["kind"]]?: Of<K> };
  admits(value: JsonValue): boolean;
}

/** What one atomic kind can do. The same shape for each kind; `clause.ts` combines them. */
export interface Kind<C extends Atom> {
  /** Bits of {@link SORT}: the values that it can admit at all. */
  readonly sorts: number;
  admits(constraint: C, value: JsonValue, facts: Facts): boolean;
  /** Whether a conjunction that admits infinitely many values lies below `parent`. */
  leq(child: Parts, parent: C): boolean;
  /** The greatest lower bound of two of this kind; undefined when nothing lies below both. */
  meet(a: C, b: C): Atom | undefined;
  /** Reads the members of the wire form; undefined when one of them is missing, unknown or invalid. */
  parse(json: JsonObject): Constraint | undefined;
  /** The members of the wire form. */
  print(constraint: C): JsonObject;
}

/** Infinitely many values never lie below finitely many. */
export function nothingBelow(): boolean {
  return false;
}

/** Whether a wire form has exactly these members besides its kind. */
export function hasMembers(json: JsonObject, ...names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(json, name)) && Object.keys(json).length === names.length + 1;
}

/** A constructor's result; throws `request_invalid` with the field when it has none. */
export function constructed(constraint: Constraint | undefined, field: string): Constraint {
  if (constraint === undefined) throw new AmbitError("request_invalid", { field });
  return constraint;
}
