import type { JsonValue } from "../json/json.ts";
import type { Scalar } from "./constraint.ts";
import { ATOMS, atomAdmits, kindOf } from "./atom.ts";
import { type Atom, LEAST_SENSITIVE, type Parts, SORT } from "./kind.ts";
import { pruneExclusions } from "./not-one-of.ts";
import { finite, listedValues } from "./one-of.ts";
import { openEnds } from "./range.ts";
import { isSubset } from "./scalar.ts";

type Atoms = { -readonly [K in Atom["kind"]]?: Parts["atoms"][K] | undefined };

/**
 * The normal form of a conjunction of atoms, at most two of each kind; undefined when it admits nothing.
 *
 * At most one atom of each kind in a fixed order, nothing that changes nothing. Equal meaning gives equal atoms, as far as
 * the kinds can tell; whatever is told to be empty stays empty when an atom is narrowed, so that meets remain greatest.
 */
export function settle(atoms: readonly Atom[]): readonly Atom[] | undefined {
  const merged = mergeKinds(atoms);
  if (merged === undefined) return undefined;
  const values = merged.map(listedValues).find((list) => list !== undefined);
  return values === undefined ? settleOpen(merged) : settleListed(merged, values);
}

function mergeKinds(atoms: readonly Atom[]): readonly Atom[] | undefined {
  const merged = new Map<string, Atom>();
  for (const atom of atoms) {
    const before = merged.get(atom.kind);
    const both = before === undefined ? atom : kindOf(atom).meet(before, atom);
    if (both === undefined) return undefined;
    merged.set(atom.kind, both);
  }
  return [...merged.values()];
}

/** Finitely many values: those that all atoms admit, and the ceiling, which is no matter of values. */
function settleListed(atoms: readonly Atom[], values: readonly Scalar[]): readonly Atom[] | undefined {
  const admitted = finite(values.filter((value) => admitAll(atoms, value)));
  return admitted === undefined ? undefined : [admitted, ...atoms.filter((atom) => atom.kind === "sens_max")];
}

function settleOpen(merged: readonly Atom[]): readonly Atom[] | undefined {
  const atoms: Atoms = Object.fromEntries(merged.map((atom) => [atom.kind, atom]));
  delete atoms.wildcard;
  if (isEmpty(atoms)) return undefined;
  settleExclusions(atoms);
  const kinds = Object.keys(ATOMS) as Atom["kind"][];
  return kinds.map((kind) => atoms[kind]).filter((atom) => atom !== undefined);
}

/** Exclusions at the ends of a range open the ends; those that the other atoms do not admit anyway go. */
function settleExclusions(atoms: Atoms): void {
  const exclusions = atoms.not_one_of;
  if (exclusions === undefined) return;
  delete atoms.not_one_of;
  if (atoms.range !== undefined) {
    atoms.range = openEnds(atoms.range, (value) => exclusions.excluded.includes(value));
  }
  const others = Object.values(atoms) as readonly Atom[];
  atoms.not_one_of = pruneExclusions(exclusions, (value) => admitAll(others, value));
}

/** Whether atoms of different kinds have no value in common. */
function isEmpty({ contains, max_len, path_under, subset, ...others }: Atoms): boolean {
  const all = [contains, max_len, path_under, subset, ...Object.values(others)];
  const sorts = all.reduce(
    (bits, atom) => (atom === undefined ? bits : bits & kindOf(atom).sorts),
    SORT.any as number,
  );
  const room = max_len?.n ?? Number.POSITIVE_INFINITY;
  return (
    sorts === 0 ||
    (path_under?.root.length ?? 0) > room ||
    (contains?.required.length ?? 0) > room ||
    (contains !== undefined && subset !== undefined && !isSubset(contains.required, subset.allowed))
  );
}

function admitAll(atoms: readonly Atom[], value: JsonValue): boolean {
  return atoms.every((atom) => atomAdmits(atom, value, LEAST_SENSITIVE));
}
