import { runCommand } from "./arguments.ts";
import type { Values } from "./arguments.ts";
import { changedFiles } from "./mutation/changed-files.ts";
import { countMutants, mutationProblems } from "./mutation/report.ts";
import type { MutationReport } from "./mutation/report.ts";
import { runStryker } from "./mutation/run-stryker.ts";

const command = {
  name: "mutate",
  summary: "changes core's algebra in small ways; the tests must notice",
  options: {
    changed: { type: "boolean", help: "only files that differ from the base" },
    min: { type: "number", help: "least score, in percent", default: 95 },
    minutes: { type: "number", help: "time for the whole run", default: 60, min: 1 },
  },
} as const;

const CORE = { config: "stryker.config.json", report: "reports/mutation/mutation.json" };
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

async function mutateAll(min: number, end: number): Promise<boolean> {
  const report = await runStryker({ ...CORE, seconds: (end - Date.now()) / 1000 });
  if (typeof report !== "string") return judge("core", [report], min);
  console.log(report);
  return false;
}

/** File by file, so that the time limit leaves whole results; what it cuts off is named. */
async function mutateChanged(min: number, end: number): Promise<boolean> {
  const { base, files } = await changedFiles();
  console.log(`changed against ${base}: ${files.length} files in scope`);
  const reports: MutationReport[] = [];
  for (const file of files) {
    const seconds = (end - Date.now()) / 1000;
    const report = seconds > 5 ? await runStryker({ ...CORE, files: [file], seconds }) : "out of time";
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
  return mutants === 0 || judge("changed files", reports, min);
}

async function main({ changed, min, minutes }: Values<typeof command.options>): Promise<number> {
  const end = Date.now() + minutes * 60_000;
  const canary = await canaryHolds();
  const core = await (changed ? mutateChanged : mutateAll)(min, end);
  return canary && core ? 0 : 1;
}

runCommand(command, main);
