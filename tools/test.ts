import { runCommand } from "./arguments.ts";
import type { Values } from "./arguments.ts";
import type { Check, Stage } from "./stage/check.ts";
import { examples } from "./stage/examples.ts";
import { lint } from "./stage/lint.ts";
import { pack } from "./stage/pack.ts";
import { leftOut } from "./stage/services.ts";
import { tests } from "./stage/tests.ts";
import { types } from "./stage/types.ts";
import { unused } from "./stage/unused.ts";

const STAGES: readonly Stage[] = [types, lint, unused, tests, examples, pack];

const command = {
  name: "test",
  summary: "types, lint, unused code, tests, examples and package checks",
  options: {
    only: { type: "string", help: "run one stage", choices: STAGES.map((stage) => stage.name) },
  },
} as const;

type Timed = { readonly stage: string; readonly seconds: number; readonly checks: readonly Check[] };

async function timed(stage: Stage): Promise<Timed> {
  const start = performance.now();
  const checks = await stage
    .run()
    .catch((error: unknown): readonly Check[] => [
      { name: stage.name, looked: 0, unit: "checks", floor: 1, passed: 0, failed: 1, output: String(error) },
    ]);
  return { stage: stage.name, seconds: (performance.now() - start) / 1000, checks };
}

function rows({ stage, seconds, checks }: Timed): readonly string[] {
  return checks.map((check, index) =>
    [
      (index === 0 ? stage : "").padEnd(9),
      check.name.padEnd(27),
      `${check.looked} ${check.unit} (floor ${check.floor})`.padEnd(32),
      `${check.passed} passed, ${check.failed} failed`.padEnd(24),
      index === 0 ? `${seconds.toFixed(1).padStart(6)} s` : "",
    ]
      .join(" ")
      .trimEnd(),
  );
}

function printFailures(checks: readonly Check[]): void {
  for (const check of checks.filter((each) => each.failed > 0)) {
    const few = check.looked < check.floor ? `, fewer than ${check.floor}` : "";
    console.log(`\n--- ${check.name} failed; it looked at ${check.looked} ${check.unit}${few} ---`);
    console.log(check.output.trimEnd());
  }
}

async function main({ only }: Values<typeof command.options>): Promise<number> {
  const done: Timed[] = [];
  for (const stage of STAGES.filter((each) => only === undefined || each.name === only)) {
    const result = await timed(stage);
    printFailures(result.checks);
    for (const row of rows(result)) console.log(row);
    done.push(result);
  }
  for (const line of await leftOut()) console.log(line);
  const checks = done.flatMap((each) => each.checks);
  const sum = (pick: (check: Check) => number): number =>
    checks.reduce((total, check) => total + pick(check), 0);
  const failed = sum((check) => check.failed);
  console.log(`${sum((check) => check.passed)} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

runCommand(command, main);
