import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run, runTool } from "../stage/run-tool.ts";
import { type Result, resultsIn } from "./count.ts";
import { makeFloorProject } from "./floor-project.ts";
import { whyNot } from "./not-applicable.ts";
import type { StatedAttack } from "./read-attacks.ts";

export const SETS = ["pinned", "floor"] as const;
export type SetName = (typeof SETS)[number];
export type Results = ReadonlyMap<string, Result>;

/** Runs the attacks against one set of versions. */
export function runSet(set: SetName, stated: readonly StatedAttack[]): Promise<Results> {
  return inFolder((folder) => (set === "pinned" ? runPinned(folder) : runFloor(folder, stated)));
}

async function runPinned(folder: string): Promise<Results> {
  const report = join(folder, "report.json");
  const { output } = await runTool("vitest", ["run", "--project", "attacks", ...reporting(report)], 900);
  return read(report, output);
}

async function runFloor(folder: string, stated: readonly StatedAttack[]): Promise<Results> {
  await makeFloorProject(folder);
  const reasons = new Map(stated.map(({ name, path }) => [name, whyNot(name, join(ROOT, path))]));
  const runnable = stated.filter(({ name }) => reasons.get(name) === undefined).map(({ path }) => path);
  const report = join(folder, "report.json");
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const { output } = await run(
    process.execPath,
    [vitest, "run", "--root", folder, ...runnable, ...reporting(report)],
    900,
  );
  const results = new Map(read(report, output));
  for (const [name, reason] of reasons) if (reason !== undefined) results.set(name, `n/a: ${reason}`);
  return results;
}

const reporting = (file: string): readonly string[] => [
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${file}`,
];

function read(report: string, output: string): Results {
  try {
    const results = resultsIn(report);
    if ([...results.values()].includes("FAILED")) console.log(output);
    return results;
  } catch {
    throw new Error(`the attacks did not run:\n${output}`);
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ambit-attacks-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
