import type { Decided } from "./decide.ts";

/** A one-shot licence to run one tool with exactly the decided arguments. */
export class Permit {
  /** Decisions that have a permit: one decision issues one. */
  static readonly #issued: WeakSet<Decided> = new WeakSet();
  static readonly #live: WeakSet<Permit> = new WeakSet();
  readonly #decided: Decided;

  private constructor(decided: Decided) {
    this.#decided = decided;
    Permit.#live.add(this);
  }

  /** Issues the one permit of a decision; undefined when it has been issued already. */
  static issue(decided: Decided): Permit | undefined {
    if (Permit.#issued.has(decided)) return undefined;
    Permit.#issued.add(decided);
    return new Permit(decided);
  }

  static is(value: unknown): value is Permit {
    return typeof value === "object" && value !== null && #decided in value;
  }

  /** Spends the permit: undefined when it is spent already. It is spent also when the tool then throws. */
  redeem(): Decided | undefined {
    return Permit.#live.delete(this) ? this.#decided : undefined;
  }
}

export const isPermit = (value: unknown): value is Permit => Permit.is(value);
