/** Upper limits of a run or a link; an absent member is unlimited there. All are non-negative integers. */
export interface Budget {
  readonly calls?: number;
  readonly writes?: number;
  readonly denials?: number;
  readonly modelCalls?: number;
  readonly tokens?: number;
}

/** What a budget counts. */
export const BUDGET_UNITS = ["calls", "writes", "denials", "modelCalls", "tokens"] as const;

export type BudgetUnit = (typeof BUDGET_UNITS)[number];

/** Whether no limit of `child` lies above `parent`'s. */
export function budgetLeq(child: Budget, parent: Budget): boolean {
  return BUDGET_UNITS.every((unit) => limitOf(child, unit) <= limitOf(parent, unit));
}

/** The lower limit of two for each unit. */
export function budgetMeet(a: Budget, b: Budget): Budget {
  const met: { -readonly [U in BudgetUnit]?: number } = {};
  for (const unit of BUDGET_UNITS) {
    const limit = Math.min(limitOf(a, unit), limitOf(b, unit));
    if (limit !== Number.POSITIVE_INFINITY) met[unit] = limit;
  }
  return Object.freeze(met);
}

/** The limit of a unit; infinity where there is none. */
export function limitOf(budget: Budget, unit: BudgetUnit): number {
  return budget[unit] ?? Number.POSITIVE_INFINITY;
}
