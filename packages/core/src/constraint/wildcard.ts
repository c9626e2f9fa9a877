import type { Constraint } from "./constraint.ts";
import { hasMembers, type Kind, type Of, SORT } from "./kind.ts";

/** The constraint that admits every value. */
export const ANYTHING: Of<"wildcard"> = Object.freeze({ kind: "wildcard" });

/** Admits every value, but not the absence of one. */
export function wildcard(): Constraint {
  return ANYTHING;
}

/** The kind `wildcard`. */
export const WILDCARD: Kind<Of<"wildcard">> = {
  sorts: SORT.any,
  admits: () => true,
  leq: () => true,
  meet: (a) => a,
  parse: (json) => (hasMembers(json) ? ANYTHING : undefined),
  print: () => ({}),
};
