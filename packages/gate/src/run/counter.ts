import { type Budget, BUDGET_UNITS, type BudgetUnit } from "@ambit/core";

/**
 * What is spent of a link's budget. Every unit is taken from each ancestor's counter too, so that nothing is copied.
 *
 * Check and spend are one synchronous step: no interleaving of calls can overspend.
 */
export class Counter {
  readonly #limit: Budget;
  readonly #parent: Counter | undefined;
  readonly #spent: Record<BudgetUnit, number> = { calls: 0, writes: 0, denials: 0, modelCalls: 0, tokens: 0 };

  constructor(limit: Budget, parent?: Counter) {
    this.#limit = limit;
    this.#parent = parent;
  }

  /** Takes the units on this counter and all its ancestors, or takes nothing and names the unit that is spent. */
  reserve(units: Budget): BudgetUnit | undefined {
    const lacking = this.#lacks(units);
    if (lacking === undefined) this.#add(units, 1);
    return lacking;
  }

  /** Gives back what a denied call had reserved. */
  release(units: Budget): void {
    this.#add(units, -1);
  }

  /** Counts what has happened already, whatever the limit: denials, model calls, tokens. */
  count(units: Budget): void {
    this.#add(units, 1);
  }

  /** Whether a unit is spent here or on an ancestor. */
  isSpent(unit: BudgetUnit): boolean {
    return this.#limitReached(unit) || (this.#parent?.isSpent(unit) ?? false);
  }

  /** What is left here and on every ancestor; a unit that nobody limits is absent. */
  left(): Budget {
    const above = this.#parent?.left() ?? {};
    const left: { -readonly [Unit in BudgetUnit]?: number } = { ...above };
    for (const unit of BUDGET_UNITS) {
      const limit = this.#limit[unit];
      if (limit === undefined) continue;
      left[unit] = Math.min(above[unit] ?? limit, Math.max(0, limit - this.#spent[unit]));
    }
    return left;
  }

  spent(unit: BudgetUnit): number {
    return this.#spent[unit];
  }

  #limitReached(unit: BudgetUnit): boolean {
    const limit = this.#limit[unit];
    return limit !== undefined && this.#spent[unit] >= limit;
  }

  /** The first unit that this counter or an ancestor cannot give. */
  #lacks(units: Budget): BudgetUnit | undefined {
    const own = BUDGET_UNITS.find((unit) => {
      const limit = this.#limit[unit];
      const wanted = units[unit] ?? 0;
      return limit !== undefined && wanted > 0 && this.#spent[unit] + wanted > limit;
    });
    if (own !== undefined || this.#parent === undefined) return own;
    return this.#parent.#lacks(units);
  }

  #add(units: Budget, sign: 1 | -1): void {
    for (const unit of BUDGET_UNITS) this.#spent[unit] += sign * (units[unit] ?? 0);
    if (this.#parent !== undefined) this.#parent.#add(units, sign);
  }
}
