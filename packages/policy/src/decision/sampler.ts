/** The golden ratio's fraction: its multiples are spread over 0..1 as evenly as any sequence is. */
const STEP = (Math.sqrt(5) - 1) / 2;

/**
 * Chooses a share of decisions, 0..1: exactly that share, to within a few decisions of any stretch.
 *
 * No draw of a random number is on the path of a decision, and, unlike with every hundredth decision, no rhythm of the
 * decisions can hide a kind of them: the steps are irrational.
 */
export class Sampler {
  readonly #share: number;
  #phase = 0;

  constructor(share: number) {
    this.#share = share;
  }

  /** Whether the next decision is chosen. */
  next(): boolean {
    this.#phase += STEP;
    if (this.#phase >= 1) this.#phase -= 1;
    return this.#phase < this.#share;
  }
}
