import type { Constraint, Scalar } from "./constraint.ts";
import { constructed, hasMembers, type Kind, nothingBelow, type Of, SORT } from "./kind.ts";
import { isScalar } from "./scalar.ts";

/** Admits one value. */
export function exact(value: Scalar): Constraint {
  return constructed(makeExact(value), "exact.value");
}

/** The kind `exact`. */
export const EXACT: Kind<Of<"exact">> = {
  sorts: SORT.any,
  admits: (constraint, value) => value === constraint.value,
  leq: nothingBelow,
  meet: (a, b) => (a.value === b.value ? a : undefined),
  parse: (json) => (hasMembers(json, "value") ? makeExact(json["value"]) : undefined),
  print: (constraint) => ({ value: constraint.value }),
};

function makeExact(value: unknown): Of<"exact"> | undefined {
  return isScalar(value) ? Object.freeze({ kind: "exact", value: value === 0 ? 0 : value }) : undefined;
}
