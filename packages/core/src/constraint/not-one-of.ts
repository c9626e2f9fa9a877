import type { Constraint, Scalar } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";
import { hasScalar, scalarSet } from "./scalar.ts";
import { wildcard } from "./wildcard.ts";

/** Admits every value but these, a list that holds them included: it looks at whole values. */
export function notOneOf(values: readonly Scalar[]): Constraint {
  return constructed(makeNotOneOf(values), "not_one_of.excluded");
}

/** The kind `not_one_of`. */
export const NOT_ONE_OF: Kind<Of<"not_one_of">> = {
  sorts: SORT.any,
  admits: (constraint, value) => !hasScalar(constraint.excluded, value),
  leq: (child, parent) => !parent.excluded.some((value) => child.admits(value)),
  meet: (a, b) => excluding(scalarSet([...a.excluded, ...b.excluded]) as readonly Scalar[]),
  parse: (json) => (hasMembers(json, "excluded") ? makeNotOneOf(json["excluded"]) : undefined),
  print: (constraint) => ({ excluded: constraint.excluded }),
};

/** The same constraint without exclusions that change nothing; undefined if none is left. */
export function pruneExclusions(
  constraint: Of<"not_one_of">,
  matters: (value: Scalar) => boolean,
): Of<"not_one_of"> | undefined {
  const excluded = constraint.excluded.filter(matters);
  return excluded.length === 0 ? undefined : excluding(Object.freeze(excluded));
}

function excluding(excluded: readonly Scalar[]): Of<"not_one_of"> {
  return Object.freeze({ kind: "not_one_of", excluded });
}

function makeNotOneOf(values: unknown): Constraint | undefined {
  const excluded = scalarSet(values);
  if (excluded === undefined) return undefined;
  return excluded.length === 0 ? wildcard() : excluding(excluded);
}
