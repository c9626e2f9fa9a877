import type { Constraint, Scalar } from "./constraint.ts";
import { type Atom, constructed, hasMembers, type Kind, nothingBelow, type Of, SORT } from "./kind.ts";
import { NEVER } from "./never.ts";
import { hasScalar, scalarSet } from "./scalar.ts";

/** Admits these values; an empty list admits nothing. */
export function oneOf(values: readonly Scalar[]): Constraint {
  return constructed(makeOneOf(values), "one_of.values");
}

/** The constraint that admits these values, which are in canonical order; undefined for none. */
export function finite(values: readonly Scalar[]): Of<"exact"> | Of<"one_of"> | undefined {
  if (values.length === 0) return undefined;
  if (values.length === 1) return Object.freeze({ kind: "exact", value: values[0] as Scalar });
  return Object.freeze({ kind: "one_of", values: Object.freeze(values) });
}

/** The values that an atom lists; undefined when it lists none. */
export function listedValues(atom: Atom): readonly Scalar[] | undefined {
  if (atom.kind === "exact") return [atom.value];
  return atom.kind === "one_of" ? atom.values : undefined;
}

/** The kind `one_of`. */
export const ONE_OF: Kind<Of<"one_of">> = {
  sorts: SORT.any,
  admits: (constraint, value) => hasScalar(constraint.values, value),
  leq: nothingBelow,
  meet: (a, b) => finite(a.values.filter((value) => hasScalar(b.values, value))),
  parse: (json) => (hasMembers(json, "values") ? makeOneOf(json["values"]) : undefined),
  print: (constraint) => ({ values: constraint.values }),
};

function makeOneOf(values: unknown): Constraint | undefined {
  const set = scalarSet(values);
  return set === undefined ? undefined : (finite(set) ?? NEVER);
}
