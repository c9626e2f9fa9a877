import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check.ts";
import { ROOT, runTool } from "./run-tool.ts";

type Report = {
  readonly success: boolean;
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string }[];
};

/** What a run of vitest came to; nothing is counted when it left no report. */
export type VitestCount = {
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
};

/**
 * Runs vitest and counts from its JSON report.
 *
 * A skipped test counts as failed, and so does a run that ends badly without a failed test: a suite that does not
 * load, a missing report.
 */
export async function runVitest(name: string, args: readonly string[]): Promise<VitestCount> {
  const file = join(ROOT, "reports", `vitest-${name}.json`);
  mkdirSync(join(ROOT, "reports"), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code, output } = await runTool("vitest", ["run", ...args, ...reporters], 900);
  const report = readReport(file);
  if (report === undefined) return { files: 0, passed: 0, failed: 1, output };
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + skipped;
  const broken = code !== 0 || !report.success;
  return {
    files: report.testResults.length,
    passed: report.numPassedTests,
    failed: failed === 0 && broken ? 1 : failed,
    output: skipped === 0 ? output : `${skipped} tests were skipped\n${output}`,
  };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch {
    return undefined;
  }
}

/** A run of vitest as a check: each test counts, and one failure more if there were too few test files. */
export async function vitestCheck(name: string, args: readonly string[], floor: number): Promise<Check> {
  const { files, passed, failed, output } = await runVitest(name, args);
  const few = files < floor ? 1 : 0;
  return {
    name: `vitest ${name}`,
    looked: files,
    unit: "test files",
    floor,
    passed,
    failed: failed + few,
    output,
  };
}
