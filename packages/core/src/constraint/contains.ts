import type { JsonValue } from "../json/json.ts";
import type { Constraint, Scalar } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";
import { isSubset, scalarSet } from "./scalar.ts";

/** Admits lists that hold all of these values, at least one. */
export function contains(values: readonly Scalar[]): Constraint {
  return constructed(makeContains(values), "contains.required");
}

/** The kind `contains`. */
export const CONTAINS: Kind<Of<"contains">> = {
  sorts: SORT.list,
  admits: (constraint, value) =>
    Array.isArray(value) &&
    constraint.required.every((member) => (value as readonly JsonValue[]).includes(member)),
  leq: ({ atoms: { contains: child } }, parent) =>
    child !== undefined && isSubset(parent.required, child.required),
  meet: (a, b) => makeContains([...a.required, ...b.required]),
  parse: (json) => (hasMembers(json, "required") ? makeContains(json["required"]) : undefined),
  print: (constraint) => ({ required: constraint.required }),
};

function makeContains(values: unknown): Of<"contains"> | undefined {
  const required = scalarSet(values);
  return required === undefined || required.length === 0
    ? undefined
    : Object.freeze({ kind: "contains", required });
}
