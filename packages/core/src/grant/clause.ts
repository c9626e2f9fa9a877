import { constraintLeq, constraintMeet } from "../constraint/algebra.ts";
import type { Constraint } from "../constraint/constraint.ts";
import { clausesOf } from "../constraint/any.ts";
import { optional, presentOf } from "../constraint/optional.ts";
import { ANYTHING } from "../constraint/wildcard.ts";
import { patternLeq } from "../resource/pattern.ts";
import type { Clause } from "./grant.ts";

/** What holds of an argument that a clause does not name. */
const FREE: Constraint = optional(ANYTHING);

/** Whether every call that `child` covers is covered by `parent`; `child` must cover something. */
export function clauseLeq(child: Clause, parent: Clause): boolean {
  for (const name of Object.keys(parent.args)) {
    if (!constraintLeq(constraintOf(child, name), parent.args[name] as Constraint)) return false;
  }
  return resourcesLeq(child.resources, parent.resources);
}

/** The greatest lower bound of two clauses: the narrower one itself where they are related. It may cover nothing. */
export function clauseMeet(a: Clause, b: Clause): Clause {
  if (clauseLeq(a, b)) return a;
  if (clauseLeq(b, a)) return b;
  const names = new Set([...Object.keys(a.args), ...Object.keys(b.args)]);
  const args = Object.fromEntries(
    [...names].map((name) => [name, constraintMeet(constraintOf(a, name), constraintOf(b, name))]),
  );
  const resources = resourcesMeet(a.resources, b.resources);
  return Object.freeze({ args: Object.freeze(args), ...(resources === undefined ? {} : { resources }) });
}

/** The constraint on an argument, named or not. */
export function constraintOf(clause: Clause, name: string): Constraint {
  return Object.hasOwn(clause.args, name) ? (clause.args[name] as Constraint) : FREE;
}

/** Whether a clause covers no call: an argument that may be neither absent nor anything, or no resource. */
export function coversNothing(clause: Clause): boolean {
  return clause.resources?.length === 0 || Object.values(clause.args).some(isNever);
}

/** Whether each pattern lies below one of the others; absent patterns are wider than any. */
export function resourcesLeq(
  child: readonly string[] | undefined,
  parent: readonly string[] | undefined,
): boolean {
  if (parent === undefined) return true;
  return child !== undefined && child.every((pattern) => parent.some((wider) => patternLeq(pattern, wider)));
}

function isNever(constraint: Constraint): boolean {
  return constraint.kind !== "optional" && clausesOf(presentOf(constraint)).length === 0;
}

/** Two patterns have either nothing in common, or one lies below the other: the narrower of each pair. */
function resourcesMeet(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const common = [
    ...a.filter((pattern) => b.some((other) => patternLeq(pattern, other))),
    ...b.filter((pattern) => a.some((other) => patternLeq(pattern, other))),
  ];
  return Object.freeze([...new Set(common)]);
}
