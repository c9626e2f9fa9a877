import { Histories } from "./history.ts";
import { print } from "./print.ts";
import type { GateModule } from "./product.ts";
import { differs, planOf, replay, type Plan, type Step } from "./replay.ts";
import { shrink } from "./shrink.ts";

/** What a number of histories showed. */
export interface Tally {
  passed: number;
  failed: number;
  /** The first failures, shrunk and printed. */
  readonly failures: string[];
  /** How often each kind of operation had each result. */
  readonly seen: Map<string, number>;
  operations: number;
}

/** Which histories; `gate` is the product, by default the real one. */
export interface Running {
  readonly seed: number;
  /** The number of the first history; default 0. */
  readonly from?: number;
  readonly runs: number;
  readonly gate?: GateModule;
  /** Stops at the first failure. */
  readonly untilFailure?: boolean;
}

const PRINTED = 3;

/** Carries out random histories on product and reference. */
export async function runHistories({
  seed,
  from = 0,
  runs,
  gate,
  untilFailure = false,
}: Running): Promise<Tally> {
  const histories = new Histories(seed);
  const tally: Tally = { passed: 0, failed: 0, failures: [], seen: new Map(), operations: 0 };
  const play = (plan: Plan): Promise<readonly Step[]> => replay(plan, gate);
  for (let number = from; number < from + runs; number++) {
    const plan = planOf(await histories.at(number));
    const steps = await play(plan);
    count(tally, steps);
    const last = steps.at(-1);
    if (last === undefined || !differs(last)) {
      tally.passed++;
      continue;
    }
    tally.failed++;
    if (tally.failures.length < PRINTED) {
      tally.failures.push(
        `history ${number} of seed ${seed}\n${print(plan, await shrink(plan, steps, play))}`,
      );
    }
    if (untilFailure) break;
  }
  return tally;
}

function count(tally: Tally, steps: readonly Step[]): void {
  tally.operations += steps.length;
  for (const { operation, reference } of steps) {
    for (const result of reference.split(" | ")) {
      const name = `${operation.kind} ${result}`;
      tally.seen.set(name, (tally.seen.get(name) ?? 0) + 1);
    }
  }
}
