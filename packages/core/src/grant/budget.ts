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
