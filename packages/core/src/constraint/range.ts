import type { JsonObject } from "../json/json.ts";
import type { Bound, Constraint } from "./constraint.ts";
import { constructed, type Kind, type Of, SORT } from "./kind.ts";

const MEMBERS: ReadonlySet<string> = new Set([
  "constraint_type",
  "min",
  "max",
  "min_inclusive",
  "max_inclusive",
]);

/** Admits numbers within bounds, each of them optional and inclusive by default. */
export function range(bounds: {
  readonly min?: number;
  readonly max?: number;
  readonly minInclusive?: boolean;
  readonly maxInclusive?: boolean;
}): Constraint {
  const { min, max, minInclusive = true, maxInclusive = true } = bounds;
  return constructed(makeRange({ min, max, minInclusive, maxInclusive }), "range");
}

/** The kind `range`. */
export const RANGE: Kind<Of<"range">> = {
  sorts: SORT.number,
  admits: (constraint, value) =>
    Number.isFinite(value) &&
    isAbove(value as number, constraint.min) &&
    isBelow(value as number, constraint.max),
  leq: ({ atoms: { range: child } }, parent) =>
    child !== undefined &&
    tighter(child.min, parent.min, 1) === child.min &&
    tighter(child.max, parent.max, -1) === child.max,
  meet: (a, b) => between(tighter(a.min, b.min, 1), tighter(a.max, b.max, -1)),
  parse: parseRange,
  print: ({ min, max }) => ({
    ...(min === undefined ? {} : { min: min.at, min_inclusive: min.inclusive }),
    ...(max === undefined ? {} : { max: max.at, max_inclusive: max.inclusive }),
  }),
};

/** The same range without those of its ends that `excluded` names. */
export function openEnds(constraint: Of<"range">, isExcluded: (value: number) => boolean): Of<"range"> {
  const open = (end: Bound | undefined): Bound | undefined =>
    end !== undefined && isExcluded(end.at) ? bound(end.at, false) : end;
  return frozenRange(open(constraint.min), open(constraint.max));
}

/** Of two lower (or with -1, upper) ends the one that admits less; the first of equal ones. */
function tighter(a: Bound | undefined, b: Bound | undefined, direction: 1 | -1): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const ahead = (b.at - a.at) * direction;
  return ahead > 0 || (ahead === 0 && a.inclusive && !b.inclusive) ? b : a;
}

function isAbove(value: number, min: Bound | undefined): boolean {
  return min === undefined || value > min.at || (value === min.at && min.inclusive);
}

function isBelow(value: number, max: Bound | undefined): boolean {
  return max === undefined || value < max.at || (value === max.at && max.inclusive);
}

/** A range between two ends; one value where they touch; undefined where they cross. */
function between(min: Bound | undefined, max: Bound | undefined): Of<"range"> | Of<"exact"> | undefined {
  if (min === undefined || max === undefined || min.at < max.at) return frozenRange(min, max);
  return min.at === max.at && min.inclusive && max.inclusive
    ? Object.freeze({ kind: "exact", value: min.at })
    : undefined;
}

function frozenRange(min: Bound | undefined, max: Bound | undefined): Of<"range"> {
  return Object.freeze({
    kind: "range",
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  });
}

function bound(at: number, inclusive: boolean): Bound {
  return Object.freeze({ at: at === 0 ? 0 : at, inclusive });
}

interface Ends {
  readonly min: unknown;
  readonly max: unknown;
  readonly minInclusive: unknown;
  readonly maxInclusive: unknown;
}

function makeRange(ends: Ends): Constraint | undefined {
  const min = makeEnd(ends.min, ends.minInclusive);
  const max = makeEnd(ends.max, ends.maxInclusive);
  return min === "invalid" || max === "invalid" ? undefined : between(min, max);
}

function makeEnd(at: unknown, inclusive: unknown): Bound | undefined | "invalid" {
  if (at === undefined) return undefined;
  return Number.isFinite(at) && typeof inclusive === "boolean" ? bound(at as number, inclusive) : "invalid";
}

function parseRange(json: JsonObject): Constraint | undefined {
  if (!Object.keys(json).every((name) => MEMBERS.has(name))) return undefined;
  const own = (name: string, otherwise: unknown): unknown =>
    Object.hasOwn(json, name) ? json[name] : otherwise;
  return makeRange({
    min: own("min", undefined),
    max: own("max", undefined),
    minInclusive: own("min_inclusive", true),
    maxInclusive: own("max_inclusive", true),
  });
}
