import { parseSensitivity, type Sensitivity, sensitivityRank } from "../sensitivity/sensitivity.ts";
import type { Constraint } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";
import { wildcard } from "./wildcard.ts";

/** Admits every value if what it names is at most this sensitive; an unknown sensitivity counts as `restricted`. */
export function sensMax(level: Sensitivity): Constraint {
  return constructed(makeSensMax(level), "sens_max.level");
}

/** The kind `sens_max`. */
export const SENS_MAX: Kind<Of<"sens_max">> = {
  sorts: SORT.any,
  admits: (constraint, _value, facts) => isWithin(facts.sensitivity ?? "restricted", constraint.level),
  leq: ({ atoms: { sens_max: child } }, parent) => child !== undefined && isWithin(child.level, parent.level),
  meet: (a, b) => (isWithin(a.level, b.level) ? a : b),
  parse: (json) => (hasMembers(json, "level") ? makeSensMax(json["level"]) : undefined),
  print: (constraint) => ({ level: constraint.level }),
};

function isWithin(level: Sensitivity, ceiling: Sensitivity): boolean {
  return sensitivityRank(level) <= sensitivityRank(ceiling);
}

function makeSensMax(value: unknown): Constraint | undefined {
  const level = typeof value === "string" ? parseSensitivity(value) : undefined;
  if (level === undefined) return undefined;
  return level === "restricted" ? wildcard() : Object.freeze({ kind: "sens_max", level });
}
