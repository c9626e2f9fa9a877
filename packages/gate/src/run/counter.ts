import { type Budget, BUDGET_UNITS, type BudgetUnit } from "@ambit/core";

/**
 * What is spent of a link's budget. Every unit is taken from each ancestor's counter too, so that nothing is copied.
 *
 * Check and spend are one synchronous step: no interleaving of calls can overspend.
 */
export class Counter {
  readonly #limit: Budget;
  readonly #spent: Record<BudgetUnit, number> = { calls: 0, writes: 0, denials: 0, modelCalls: 0, tokens: 0 };
  /** This counter and all its ancestors, each once: two parents may have one grandparent. */
  readonly #line: readonly Counter[];

  constructor(limit: Budget, ...parents: readonly Counter[]) {
    this.#limit = limit;
    this.#line = [...new Set([this, ...parents.flatMap((parent) => parent.#line)])];
  }

  /** A counter that spends of all of these: the one that stands below the others, or a new one below all. */
  static below(...counters: readonly [Counter, ...Counter[]]): Counter {
    const lowest = counters.find((one) => counters.every((other) => one.#line.includes(other)));
    return lowest ?? new Counter({}, ...counters);
  }

  /** Takes the units on this counter and all its ancestors, or takes nothing and names the unit that is spent. */
  reserve(units: Budget): BudgetUnit | undefined {
    for (const counter of this.#line) {
      const lacking = counter.#lacks(units);
      if (lacking !== undefined) return lacking;
    }
    this.#add(units, 1);
    return undefined;
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
    return this.#line.some((counter) => counter.#limitReached(unit));
  }

  /** What is left here and on every ancestor; a unit that nobody limits is absent. */
  left(): Budget {
    const left: { -readonly [Unit in BudgetUnit]?: number } = {};
    for (const counter of this.#line) {
      for (const unit of BUDGET_UNITS) {
        const limit = counter.#limit[unit];
        if (limit === undefined) continue;
        const rest = Math.max(0, limit - counter.#spent[unit]);
        left[unit] = Math.min(left[unit] ?? rest, rest);
      }
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

  /** The first unit that this counter by itself cannot give. */
  #lacks(units: Budget): BudgetUnit | undefined {
    return BUDGET_UNITS.find((unit) => {
      const limit = this.#limit[unit];
      const wanted = units[unit] ?? 0;
      return limit !== undefined && wanted > 0 && this.#spent[unit] + wanted > limit;
    });
  }

  #add(units: Budget, sign: 1 | -1): void {
    for (const counter of this.#line) {
      for (const unit of BUDGET_UNITS) counter.#spent[unit] += sign * (units[unit] ?? 0);
    }
  }
}
