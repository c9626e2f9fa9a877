import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { memoryLedger, type Verification, verifyLedger } from "../src/index.ts";
import { wholeRun } from "./sample-records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The lines of a ledger in which `runs` runs of `calls` calls take turns. */
export function interleaved(runs: number, calls: number): readonly string[] {
  const ledger = memoryLedger();
  const all = Array.from({ length: runs }, (_, run) => wholeRun(`run-${run}`, calls));
  for (let at = 0; at < calls * 2 + 2; at++) {
    for (const records of all) ledger.append(records[at]!);
  }
  return ledger.lines;
}

/** Verifies a ledger file with this content. */
export async function verifyText(text: string | Uint8Array): Promise<Verification> {
  const file = join(temporaryFolder(), "ledger.jsonl");
  writeFileSync(file, text);
  return verifyLedger(file);
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
