import { runCommand } from "./arguments.ts";
import type { Values } from "./arguments.ts";
import { changedFiles } from "./mutation/changed-files.ts";
import { countMutants, mutationProblems } from "./mutation/report.ts";
import type { MutationReport } from "./mutation/report.ts";
import { runStryker } from "./mutation/run-stryker.ts";

const command = {
  name: "mutate",
  summary: "changes algebra and engine in small ways; the tests must notice",
  options: {
    only: {
      type: "string",
      help: "core, the algebra, or engine, the compiler and index of policies",
      choices: ["core", "engine"],
    },
    changed: { type: "boolean", help: "only files that differ from the base" },
    minutes: { type: "number", help: "time for the whole run", default: 90, min: 1 },
  },
} as const;

/** What is mutated, and how many of its mutants the tests must notice. */
interface Target {
  readonly name: string;
  readonly config: string;
  readonly report: string;
  /** The folders in the config, for `--changed`. */
  readonly scope: readonly string[];
  /** In percent. */
  readonly min: number;
}

const TARGETS: readonly Target[] = [
  {
    name: "core",
    config: "tools/mutation/core.json",
    report: "reports/mutation/core.json",
    scope: ["packages/core/src/grant", "packages/core/src/constraint"],
    min: 95,
  },
  {
    name: "engine",
    config: "tools/mutation/engine.json",
    report: "reports/mutation/engine.json",
    scope: ["packages/policy/src/candidate", "packages/policy/src/expression"],
    min: 90,
  },
];
const CANARY = {
  config: "tools/canary/mutation/stryker.config.json",
  report: "reports/mutation/canary.json",
};

function judge(name: string, reports: readonly MutationReport[], min: number): boolean {
  const result = countMutants(reports);
  const problems = mutationProblems(result, min);
  const { mutants, detected, score, survivors, untested } = result;
  for (const line of [...survivors, ...untested]) console.log(`  ${line}`);
  console.log(`${name}: ${detected} of ${mutants} mutants detected, score ${score.toFixed(1)} %`);
  for (const problem of problems) console.log(`${name}: ${problem}`);
  return problems.length === 0;
}

async function canaryHolds(): Promise<boolean> {
  const report = await runStryker({ ...CANARY, seconds: 120 });
  if (typeof report !== "string") return judge("canary", [report], 100);
  console.log(report);
  return false;
}

async function mutateAll(target: Target, end: number): Promise<boolean> {
  const report = await runStryker({ ...target, seconds: (end - Date.now()) / 1000 });
  if (typeof report !== "string") return judge(target.name, [report], target.min);
  console.log(report);
  return false;
}

/** File by file, so that the time limit leaves whole results; what it cuts off is named. */
async function mutateChanged(target: Target, end: number): Promise<boolean> {
  const { base, files } = await changedFiles(target.scope);
  console.log(`${target.name} changed against ${base}: ${files.length} files in scope`);
  const reports: MutationReport[] = [];
  for (const file of files) {
    const seconds = (end - Date.now()) / 1000;
    const report = seconds > 5 ? await runStryker({ ...target, files: [file], seconds }) : "out of time";
    if (typeof report === "string") {
      if (Date.now() < end - 5000) {
        console.log(report);
        return false;
      }
      console.log(`not mutated, out of time: ${file}`);
    } else {
      console.log(`mutated ${file}: ${countMutants([report]).mutants} mutants`);
      reports.push(report);
    }
  }
  const mutants = countMutants(reports).mutants;
  if (files.length > 0 && reports.length === 0) return false;
  return mutants === 0 || judge(`changed files of ${target.name}`, reports, target.min);
}

async function main({ only, changed, minutes }: Values<typeof command.options>): Promise<number> {
  const targets = TARGETS.filter(({ name }) => only === undefined || name === only);
  const end = Date.now() + minutes * 60_000;
  let holds = await canaryHolds();
  for (const target of targets) {
    const held = await (changed ? mutateChanged : mutateAll)(target, end);
    holds &&= held;
  }
  return holds ? 0 : 1;
}

runCommand(command, main);
