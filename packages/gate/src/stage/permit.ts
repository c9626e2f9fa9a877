import type { Decided } from "./decide.ts";

/** A one-shot licence to run one tool with exactly the decided arguments. */
export class Permit {
  readonly #decided: Decided;
  #spent = false;

  private constructor(decided: Decided) {
    this.#decided = decided;
  }

  /** Issues the one permit of a decision; undefined when it has been issued already. */
  static issue(decided: Decided): Permit | undefined {
    return decided.claim() ? new Permit(decided) : undefined;
  }

  static is(value: unknown): value is Permit {
    return typeof value === "object" && value !== null && #decided in value;
  }

  /** Spends the permit: undefined when it is spent already. It is spent also when the tool then throws. */
  redeem(): Decided | undefined {
    if (this.#spent) return undefined;
    this.#spent = true;
    return this.#decided;
  }
}

export const isPermit = (value: unknown): value is Permit => Permit.is(value);
