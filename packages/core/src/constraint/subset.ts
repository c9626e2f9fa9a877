import type { JsonValue } from "../json/json.ts";
import type { Constraint, Scalar } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";
import { hasScalar, isSubset, scalarSet } from "./scalar.ts";

/** Admits lists that hold none but these values; the empty list too. */
export function subset(values: readonly Scalar[]): Constraint {
  return constructed(makeSubset(values), "subset.allowed");
}

/** The kind `subset`. */
export const SUBSET: Kind<Of<"subset">> = {
  sorts: SORT.list,
  admits: (constraint, value) =>
    Array.isArray(value) &&
    (value as readonly JsonValue[]).every((member) => hasScalar(constraint.allowed, member)),
  leq: ({ atoms: { subset: child } }, parent) =>
    child !== undefined && isSubset(child.allowed, parent.allowed),
  meet: (a, b) => makeSubset(a.allowed.filter((value) => hasScalar(b.allowed, value))),
  parse: (json) => (hasMembers(json, "allowed") ? makeSubset(json["allowed"]) : undefined),
  print: (constraint) => ({ allowed: constraint.allowed }),
};

function makeSubset(values: unknown): Of<"subset"> | undefined {
  const allowed = scalarSet(values);
  return allowed === undefined ? undefined : Object.freeze({ kind: "subset", allowed });
}
