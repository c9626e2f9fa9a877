import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runTool } from "../stage/run-tool.ts";
import type { MutationReport } from "./report.ts";

type StrykerRun = {
  readonly config: string;
  readonly report: string;
  /** Files to mutate instead of those in the config. */
  readonly files?: readonly string[];
  readonly seconds: number;
};

/** Runs Stryker and reads its report; without a report, what it said instead. */
export async function runStryker(options: StrykerRun): Promise<MutationReport | string> {
  const { config, files, seconds } = options;
  const report = join(ROOT, options.report);
  rmSync(report, { force: true });
  const only = files === undefined ? [] : ["--mutate", files.join(",")];
  const { code, output } = await runTool("stryker", ["run", config, ...only], seconds);
  if (code !== 0) return output;
  try {
    return JSON.parse(readFileSync(report, "utf8")) as MutationReport;
  } catch {
    return output;
  }
}
