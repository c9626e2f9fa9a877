import type { Allowed, Units } from "../operation.ts";
import type { Taint } from "./taint.ts";
import { type Crossing, fits, lies } from "./rules.ts";

/** One narrowing: a call must lie within each of them. */
export interface Limit {
  /** The first millisecond at which nothing is allowed any more. */
  readonly until: number;
  readonly purpose: string;
  /** Alternatives; undefined is no limit. */
  readonly ways: readonly Allowed[] | undefined;
}

/** A purse of units. What is taken from it is taken from those above it, too. */
export interface Purse {
  readonly limit: Units;
  readonly spent: Record<keyof Units, number>;
  readonly above: Purse | undefined;
}

export function purse(limit: Units, above?: Purse): Purse {
  return { limit, above, spent: { calls: 0, writes: 0, denials: 0 } };
}

/** The purse and those above it. */
function* chain(from: Purse): Generator<Purse> {
  for (let each: Purse | undefined = from; each !== undefined; each = each.above) yield each;
}

/** Whether all of them have so many units left. */
export function has(from: Purse, units: Units): boolean {
  return [...chain(from)].every(({ limit, spent }) =>
    (Object.keys(units) as (keyof Units)[]).every(
      (unit) => spent[unit] + (units[unit] ?? 0) <= (limit[unit] ?? Infinity),
    ),
  );
}

export function take(from: Purse, units: Units, times: 1 | -1 = 1): void {
  for (const { spent } of chain(from)) {
    for (const unit of Object.keys(units) as (keyof Units)[]) spent[unit] += times * (units[unit] ?? 0);
  }
}

/** What limits are asked. */
export interface Wanted {
  readonly tool: string;
  readonly id: string | undefined;
  readonly resource: string;
  readonly purpose: string;
  readonly now: number;
}

/** Why a call lies outside the limits: the first one from the root that says so. */
export function outside(limits: readonly Limit[], wanted: Wanted): "expired" | "grant" | undefined {
  for (const { until, purpose, ways } of limits) {
    if (wanted.now >= until) return "expired";
    if (!lies(wanted.purpose, purpose)) return "grant";
    if (ways !== undefined && !ways.some((way) => admits(way, wanted))) return "grant";
  }
  return undefined;
}

function admits({ tool, ids, resources }: Allowed, wanted: Wanted): boolean {
  if (tool !== wanted.tool) return false;
  if (ids !== undefined && !ids.some((id) => id === wanted.id)) return false;
  return resources === undefined || resources.some((pattern) => fits(pattern, wanted.resource));
}

/** Where code runs with authority. Never changed. */
export interface Seat<Run> {
  readonly run: Run;
  readonly actors: readonly string[];
  readonly limits: readonly Limit[];
  readonly purse: Purse;
  /** The purpose that its calls serve. */
  readonly purpose: string;
  /** Delegations behind it, and how many may follow. */
  readonly depth: number;
  readonly left: number;
  readonly inTool: boolean;
  readonly taint: Taint;
  /** Its calls that have not ended. */
  readonly calls: { underway: number };
  readonly crossings: readonly Crossing[];
}

/** The narrowest values of a chain of limits. */
export function narrowest(limits: readonly Limit[]): Pick<Limit, "until" | "purpose"> {
  const purposes = limits.map(({ purpose }) => purpose);
  return {
    until: Math.min(...limits.map(({ until }) => until)),
    purpose: purposes.reduce((deep, next) => (lies(next, deep) ? next : deep)),
  };
}
