import type { JsonObject, JsonValue } from "../json/json.ts";
import { atomAdmits, kindOf, printAtom } from "./atom.ts";
import type { Scalar } from "./constraint.ts";
import { type Atom, type Facts, LEAST_SENSITIVE, type Of, type Parts } from "./kind.ts";
import { listedValues } from "./one-of.ts";
import { settle } from "./settle.ts";
import { ANYTHING } from "./wildcard.ts";

/** A conjunction in normal form: one atom, or an `all` of atoms of different kinds. */
export type Clause = Atom | Of<"all">;

/** The atoms of a conjunction. */
export function atomsOf(clause: Clause): readonly Atom[] {
  return clause.kind === "all" ? (clause.constraints as readonly Atom[]) : [clause];
}

/** Whether every atom admits a value that is present. */
export function allAdmits(clause: Clause, value: JsonValue, facts: Facts): boolean {
  return clause.kind === "all"
    ? (clause.constraints as readonly Atom[]).every((atom) => atomAdmits(atom, value, facts))
    : atomAdmits(clause, value, facts);
}

/** The only values that a conjunction admits; undefined when there is no end of them. */
export function valuesOf(clause: Clause): readonly Scalar[] | undefined {
  return listedValues(atomsOf(clause)[0] as Atom);
}

/** Whether a conjunction that admits infinitely many values lies below another one. */
export function allLeq(child: Clause, parent: Clause): boolean {
  const parts: Parts = {
    atoms: Object.fromEntries(atomsOf(child).map((atom) => [atom.kind, atom])),
    admits: (value) => allAdmits(child, value, LEAST_SENSITIVE),
  };
  return atomsOf(parent).every((atom) => kindOf(atom).leq(parts, atom));
}

/** The greatest lower bound of two conjunctions; undefined when nothing lies below both. */
export function allMeet(a: Clause, b: Clause): Clause | undefined {
  const atoms = settle([...atomsOf(a), ...atomsOf(b)]);
  if (atoms === undefined) return undefined;
  const [only = ANYTHING] = atoms;
  return atoms.length <= 1 ? only : Object.freeze({ kind: "all", constraints: Object.freeze(atoms) });
}

/** The wire form. */
export function printAll(clause: Clause): JsonObject {
  if (clause.kind !== "all") return printAtom(clause);
  return { constraint_type: "all", constraints: (clause.constraints as readonly Atom[]).map(printAtom) };
}
