import { runCommand, type Values } from "../../tools/arguments.ts";
import { FAULTS, withFault } from "./fault.ts";
import { runHistories, type Tally } from "./run-histories.ts";

const command = {
  name: "histories",
  summary: "compares the gate with a small reference model on random trees of runs",
  options: {
    runs: { type: "number", help: "how many histories", default: 10_000, min: 1 },
    seed: { type: "number", help: "the same histories for the same seed", default: 1 },
    from: { type: "number", help: "the number of the first history", default: 0 },
  },
} as const;

async function main({ runs, seed, from }: Values<typeof command.options>): Promise<number> {
  const tally = await runHistories({ seed, runs, from });
  for (const failure of tally.failures) console.log(`${failure}\n`);
  console.log(counts(tally));
  const missed = await missedFaults(seed);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 && missed === 0 ? 0 : 1;
}

/** Faults in the product that this many histories must find. */
const CANARY = 10_000;

async function missedFaults(seed: number): Promise<number> {
  let missed = 0;
  for (const fault of FAULTS) {
    const { passed, failed } = await withFault(fault, (gate) =>
      runHistories({ seed, runs: CANARY, gate, untilFailure: true }),
    );
    missed += Number(failed === 0);
    console.log(
      `canary: ${fault.name}: ${failed === 0 ? `not found in ${CANARY}` : `found by history ${passed + 1}`}`,
    );
  }
  return missed;
}

function counts({ operations, seen }: Tally): string {
  const each = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `${name}: ${times}`);
  return [`${operations} operations`, ...each].join("\n");
}

runCommand(command, main);
