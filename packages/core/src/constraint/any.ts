import { AmbitError } from "../error/ambit-error.ts";
import { canonicalJson } from "../json/canonical.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { SENSITIVITIES, type Sensitivity } from "../sensitivity/sensitivity.ts";
import { allAdmits, allLeq, allMeet, atomsOf, type Clause, printAll, valuesOf } from "./all.ts";
import type { Scalar } from "./constraint.ts";
import type { Facts, Of } from "./kind.ts";
import { NEVER } from "./never.ts";
import { oneOf } from "./one-of.ts";
import { sensMax } from "./sens-max.ts";

/** A disjunction in normal form: nothing, one conjunction, or an `any` of conjunctions. */
export type Choice = Clause | Of<"any">;

/** The most conjunctions that a constraint may come to: beyond it, comparing would take too long. */
const MAX_CLAUSES = 256;

/** The conjunctions of a disjunction; none for what admits nothing. */
export function clausesOf(choice: Choice): readonly Clause[] {
  if (choice.kind === "any") return choice.constraints as readonly Clause[];
  return choice.kind === "one_of" && choice.values.length === 0 ? [] : [choice];
}

/** Whether some conjunction admits a value that is present. */
export function anyAdmits(choice: Choice, value: JsonValue, facts: Facts): boolean {
  return choice.kind === "any"
    ? (choice.constraints as readonly Clause[]).some((clause) => allAdmits(clause, value, facts))
    : allAdmits(choice, value, facts);
}

/** Whether every conjunction of `child`, or every value of a finite one, lies below some conjunction of `parent`. */
export function anyLeq(child: Choice, parent: Choice): boolean {
  const above = clausesOf(parent);
  return clausesOf(child).every((clause) => isBelowSome(clause, above));
}

/** The greatest lower bound of two disjunctions: what two of their conjunctions have in common. */
export function anyMeet(a: Choice, b: Choice): Choice {
  const left = clausesOf(a);
  const right = clausesOf(b);
  limit(left.length * right.length);
  return join(
    left.flatMap((one) => right.map((other) => allMeet(one, other)).filter((both) => both !== undefined)),
  );
}

/** The least upper bound of conjunctions, in normal form. */
export function join(clauses: readonly Clause[]): Choice {
  limit(clauses.length);
  const open = maximal(clauses.filter((clause) => valuesOf(clause) === undefined));
  const joined = [...joinListed(clauses, open), ...open];
  const [only = NEVER] = joined;
  if (joined.length <= 1) return only;
  const keyed = new Map(joined.map((clause) => [canonicalJson(printAll(clause)), clause]));
  const sorted = [...keyed.keys()].toSorted().map((key) => keyed.get(key) as Clause);
  return Object.freeze({ kind: "any", constraints: Object.freeze(sorted) });
}

/** The wire form. */
export function printAny(choice: Choice): JsonObject {
  if (choice.kind !== "any") return printAll(choice);
  return { constraint_type: "any", constraints: (choice.constraints as readonly Clause[]).map(printAll) };
}

function limit(clauses: number): void {
  if (clauses > MAX_CLAUSES)
    throw new AmbitError("request_invalid", { field: "constraint", limit: MAX_CLAUSES });
}

function isBelowSome(clause: Clause, above: readonly Clause[]): boolean {
  const values = valuesOf(clause);
  if (values === undefined) return above.some((parent) => allLeq(clause, parent));
  const facts = { sensitivity: ceilingOf(clause) };
  return values.every((value) => above.some((parent) => allAdmits(parent, value, facts)));
}

/** The highest sensitivity that a conjunction lets pass. */
function ceilingOf(clause: Clause): Sensitivity {
  return atomsOf(clause).find((atom) => atom.kind === "sens_max")?.level ?? "restricted";
}

/** Conjunctions none of which lies below another one. */
function maximal(clauses: readonly Clause[]): readonly Clause[] {
  let kept: readonly Clause[] = [];
  for (const clause of clauses) {
    if (kept.some((other) => allLeq(clause, other))) continue;
    kept = [...kept.filter((other) => !allLeq(other, clause)), clause];
  }
  return kept;
}

/** One conjunction per ceiling for all listed values, each under its highest ceiling, without what `open` admits. */
function joinListed(clauses: readonly Clause[], open: readonly Clause[]): readonly Clause[] {
  const taken = new Set<Scalar>();
  return SENSITIVITIES.toReversed().flatMap((sensitivity) => {
    const listed = clauses.filter((clause) => ceilingOf(clause) === sensitivity);
    const values = listed
      .flatMap((clause) => valuesOf(clause) ?? [])
      .filter(
        (value) => !taken.has(value) && !open.some((clause) => allAdmits(clause, value, { sensitivity })),
      );
    for (const value of values) taken.add(value);
    const joined = allMeet(oneOf(values) as Clause, sensMax(sensitivity) as Clause);
    return joined === undefined ? [] : [joined];
  });
}
