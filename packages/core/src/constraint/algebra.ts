import type { JsonObject, JsonValue } from "../json/json.ts";
import { anyAdmits, anyLeq, anyMeet, clausesOf, join, printAny } from "./any.ts";
import type { Constraint } from "./constraint.ts";
import { constructed, type Facts } from "./kind.ts";
import { optional, presentOf } from "./optional.ts";

/** Whether a constraint admits the value of an argument; `undefined` means that the argument is absent. */
export function admits(constraint: Constraint, value: JsonValue | undefined, facts: Facts = {}): boolean {
  return value === undefined
    ? constraint.kind === "optional"
    : anyAdmits(presentOf(constraint), value, facts);
}

/**
 * Whether `child` is no wider than `parent`.
 *
 * Sound: what `child` admits, `parent` admits. Complete for single conjunctions and finite sets; a union that only
 * together covers the child is not seen, and is refused.
 */
export function constraintLeq(child: Constraint, parent: Constraint): boolean {
  if (child.kind === "optional" && parent.kind !== "optional") return false;
  return anyLeq(presentOf(child), presentOf(parent));
}

/** The greatest lower bound: admits exactly what both admit. Throws `request_invalid` where it would be too large. */
export function constraintMeet(a: Constraint, b: Constraint): Constraint {
  if (constraintLeq(a, b)) return a;
  if (constraintLeq(b, a)) return b;
  const present = anyMeet(presentOf(a), presentOf(b));
  return a.kind === "optional" && b.kind === "optional" ? optional(present) : present;
}

/** Every one of these constraints holds; the argument may be absent only if all of them say so. */
export function all(...constraints: readonly Constraint[]): Constraint {
  return constructed(
    constraints.reduce<Constraint | undefined>(
      (a, b) => (a === undefined ? b : constraintMeet(a, b)),
      undefined,
    ),
    "all.constraints",
  );
}

/** At least one of these constraints holds. */
export function any(...constraints: readonly Constraint[]): Constraint {
  if (constraints.length === 0) return constructed(undefined, "any.constraints");
  const present = join(constraints.flatMap((constraint) => clausesOf(presentOf(constraint))));
  return constraints.some(({ kind }) => kind === "optional") ? optional(present) : present;
}

/** The wire form: `{ constraint_type, … }`, which {@link parseConstraint} reads. */
export function printConstraint(constraint: Constraint): JsonObject {
  const present = printAny(presentOf(constraint));
  return constraint.kind === "optional" ? { constraint_type: "optional", of: present } : present;
}
