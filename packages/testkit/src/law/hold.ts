import fc, { type Arbitrary } from "fast-check";

/** A fixed seed, so that two runs of one commit agree; `AMBIT_LAW_SEED=random` and `AMBIT_LAW_RUNS` go further. */
const { AMBIT_LAW_SEED: SEED = "20261124", AMBIT_LAW_RUNS: RUNS = "60" } = process.env;

/** Tries a law on generated values; throws with seed, path and the smallest case that breaks it. Gives how often. */
export function hold<T>(arbitrary: Arbitrary<T>, law: (value: T) => void): number {
  const seed = SEED === "random" ? {} : { seed: Number(SEED) };
  fc.assert(
    fc.property(arbitrary, (value) => law(value)),
    { numRuns: Number(RUNS), ...seed },
  );
  return Number(RUNS);
}

/** Throws when a law is broken. */
export function must(holds: boolean, law: string): void {
  if (!holds) throw new Error(`broken: ${law}`);
}

/** Counts how often something held, and throws unless both outcomes have their share. */
export class Share {
  readonly #name: string;
  #yes = 0;
  #no = 0;

  constructor(name: string) {
    this.#name = name;
  }

  count(outcome: boolean): void {
    if (outcome) this.#yes += 1;
    else this.#no += 1;
  }

  /** At least this share of yes and of no. */
  demand(least: number): void {
    const share = this.#yes / (this.#yes + this.#no);
    must(
      share >= least && share <= 1 - least,
      `${this.#name} in ${(100 * share).toFixed(1)} % of cases is trivial`,
    );
  }
}
