import { type Budget, BUDGET_UNITS, type BudgetUnit } from "@ambit/core";
import type { Counter } from "../run/counter.ts";

/** What was spent of every unit. */
export type Spent = Readonly<Record<BudgetUnit, number>>;

/** What a thread has left when the spending of one run is taken off. */
export interface SettledLeft {
  /** The same object if nothing changed. */
  readonly left: Budget;
  /** What has been taken off so far: less than was spent where others have left too little. */
  readonly accounted: Spent;
  /** A unit that calls take, of which others have left too little: what else is spent is looked at by whoever spends it. */
  readonly lacking: BudgetUnit | undefined;
}

export function spentOf(counter: Counter): Spent {
  return Object.fromEntries(BUDGET_UNITS.map((unit) => [unit, counter.spent(unit)])) as never;
}

/** Takes off what was spent since it was last accounted for; what was given back since is there again, and no more. */
export function settleLeft(left: Budget, spent: Spent, before: Spent): SettledLeft {
  const rest: { -readonly [Unit in BudgetUnit]?: number } = {};
  const accounted: Record<BudgetUnit, number> = { ...spent };
  let lacking: BudgetUnit | undefined;
  for (const unit of BUDGET_UNITS) {
    const limit = left[unit];
    if (limit === undefined) continue;
    const taken = Math.min(limit, spent[unit] - before[unit]);
    rest[unit] = limit - taken;
    accounted[unit] = before[unit] + taken;
    const isOfCalls = unit === "calls" || unit === "writes";
    if (isOfCalls && accounted[unit] < spent[unit]) lacking ??= unit;
  }
  const isSame = BUDGET_UNITS.every((unit) => rest[unit] === left[unit]);
  return { left: isSame ? left : rest, accounted, lacking };
}
