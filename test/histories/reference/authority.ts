import type { Allowed, Units } from "../operation.ts";
import type { Taint } from "./taint.ts";
import type { OnThread } from "./threads.ts";
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
  /** It and those above it, each once. */
  readonly chain: ReadonlySet<Purse>;
}

export function purse(limit: Units, ...above: readonly Purse[]): Purse {
  const chain = new Set(above.flatMap((each) => [...each.chain]));
  const made = { limit, chain, spent: { calls: 0, writes: 0, denials: 0 } };
  chain.add(made);
  return made;
}

/** The purse of which takes whoever takes of both. */
export function both(one: Purse, other: Purse): Purse {
  if (one.chain.has(other)) return one;
  return other.chain.has(one) ? other : purse({}, one, other);
}

/** Whether all of them have so many units left. */
export function has(from: Purse, units: Units): boolean {
  return [...from.chain].every(({ limit, spent }) =>
    (Object.keys(units) as (keyof Units)[]).every(
      (unit) => spent[unit] + (units[unit] ?? 0) <= (limit[unit] ?? Infinity),
    ),
  );
}

/** What is left here and above; a unit that nobody limits is absent. */
export function leftOf({ chain }: Purse): Units {
  const left: { -readonly [Unit in keyof Units]: Units[Unit] } = {};
  for (const { limit, spent } of chain) {
    for (const [unit, most] of Object.entries(limit) as [keyof Units, number][]) {
      left[unit] = Math.min(left[unit] ?? Infinity, Math.max(0, most - spent[unit]));
    }
  }
  return left;
}

export function take(from: Purse, units: Units, times: 1 | -1 = 1): void {
  for (const { spent } of from.chain) {
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
  /** The call of whose tool it is the body; undefined outside the body of any tool. */
  readonly call: object | undefined;
  /** The seat of its agent outside of the call, if it is in one. */
  readonly outer: Seat<Run> | undefined;
  /** Whether the body of a tool lies anywhere above. */
  readonly belowTool: boolean;
  /** The goal of the run for which it was made, counted from 1. */
  readonly generation: number;
  /** Every narrowing out of which it came, its own last: whichever is revoked, the seat is. */
  readonly origins: readonly object[];
  /** The entering of its agent. */
  readonly entry: Entry;
  /** How many calls may stand side by side. */
  readonly branch: number;
  /** The conversation on which its graph is at work. */
  readonly thread: OnThread | undefined;
  readonly taint: Taint;
  /** Its calls that have not ended. */
  readonly calls: { underway: number };
  readonly crossings: readonly Crossing[];
}

/** One entering of an agent; what is entered in it lies below. */
export interface Entry {
  readonly above: Entry | undefined;
  /** The call in whose body it was entered. */
  readonly calledBy: object | undefined;
  readonly actors: readonly string[];
  /** The agent has handed over. */
  suspended: boolean;
}

/** The narrowest values of a chain of limits. */
export function narrowest(limits: readonly Limit[]): Pick<Limit, "until" | "purpose"> {
  const purposes = limits.map(({ purpose }) => purpose);
  return {
    until: Math.min(...limits.map(({ until }) => until)),
    purpose: purposes.reduce((deep, next) => (lies(next, deep) ? next : deep)),
  };
}
