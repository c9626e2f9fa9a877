import { median, quantile } from "./quantile.ts";

/** Runs an operation as often as the plan says and times each run. */
export type Timed = (op: () => unknown) => Promise<void>;

/** One thing to measure. Each slice calls it anew: what grows (a ledger, a run) starts small again. */
export type Case = (timed: Timed) => Promise<void>;

/** How much is measured. */
export interface Plan {
  readonly slices: number;
  /** Operations per slice and case. */
  readonly ops: number;
}

/** What one slice of one case came to, in µs. */
export interface Slice {
  readonly p50: number;
  readonly p99: number;
}

export const LEAST_SLICES = 7;

/**
 * Measures cases in turns, so that they share the drift of the machine: slice by slice, each in rotated order.
 *
 * One more slice before warms up and is thrown away.
 */
export async function interleave<Name extends string>(
  cases: Readonly<Record<Name, Case>>,
  { slices, ops }: Plan,
): Promise<Measured<Name>> {
  if (slices < LEAST_SLICES) throw new RangeError(`at least ${LEAST_SLICES} slices`);
  const names = Object.keys(cases) as Name[];
  const taken = new Map<Name, Slice[]>(names.map((name) => [name, []]));
  for (let slice = -1; slice < slices; slice++) {
    for (const at of names.keys()) {
      const name = names[(at + slice + names.length) % names.length] as Name;
      const samples = await samplesOf(cases[name], ops);
      if (slice >= 0) taken.get(name)?.push({ p50: median(samples), p99: quantile(samples, 0.99) });
    }
  }
  return new Measured(taken);
}

async function samplesOf(one: Case, ops: number): Promise<readonly number[]> {
  const samples: number[] = [];
  await one(async (op) => {
    for (let i = 0; i < ops; i++) {
      const start = performance.now();
      const result = op();
      // only promises are awaited: a synchronous operation is timed without the turn of the event loop
      if (result instanceof Promise) await result;
      samples.push((performance.now() - start) * 1000);
    }
  });
  return samples;
}

/** Slices by case. All figures are medians over slices; comparisons are made within a slice. */
export class Measured<Name extends string> {
  readonly #slices: ReadonlyMap<Name, readonly Slice[]>;

  constructor(slices: ReadonlyMap<Name, readonly Slice[]>) {
    this.#slices = slices;
  }

  has(name: Name): boolean {
    return this.#slices.has(name);
  }

  /** µs. */
  p50(name: Name): number {
    return median(this.#of(name).map(({ p50 }) => p50));
  }

  /** µs. */
  p99(name: Name): number {
    return median(this.#of(name).map(({ p99 }) => p99));
  }

  /** How many times the peer's time a case takes. */
  ratio(name: Name, peer: Name): number {
    return median(this.#pairs(name, peer).map(([own, other]) => own.p50 / other.p50));
  }

  /** What a case takes more than its peer, in µs. */
  added(name: Name, peer: Name): number {
    return median(this.#pairs(name, peer).map(([own, other]) => own.p50 - other.p50));
  }

  #pairs(name: Name, peer: Name): readonly (readonly [Slice, Slice])[] {
    const others = this.#of(peer);
    return this.#of(name).map((own, index) => [own, others[index] as Slice] as const);
  }

  #of(name: Name): readonly Slice[] {
    return this.#slices.get(name) ?? [];
  }
}
