import type { ChainedRecord } from "../chain/chained-record.ts";
import { ledgerFiles, readLines } from "../read/line-reader.ts";
import type { Line } from "../read/line-splitter.ts";
import { parseLine } from "../read/parse-line.ts";
import { hasShape } from "../read/record-shape.ts";
import { ChainCheck } from "./chain-check.ts";
import type { Finding, Verification, VerifiedRun } from "./finding.ts";

/** What is told of each record that has the members of its type. */
export type Visit = (record: ChainedRecord) => void;

/** Reads a ledger once from end to end, checks its chains and shows each record to `visit`. */
export async function walkLedger(path: string, visit: Visit): Promise<Verification> {
  const findings: Finding[] = [];
  const runs: VerifiedRun[] = [];
  const known = new Set<string>();
  let records = 0;
  for (const file of await ledgerFiles(path)) {
    const check = new ChainCheck(file, known);
    for await (const lines of readLines(file)) {
      for (const line of lines) records += checkLine(check, line, visit);
    }
    for (const finding of check.findings) findings.push(finding);
    for (const run of check.runs) {
      runs.push(run);
      known.add(run.run);
    }
  }
  const firstBad = findings.find(({ reason }) => reason !== "ledger_truncated");
  const found = { records, runs, findings, ok: firstBad === undefined };
  return firstBad === undefined ? found : { ...found, firstBad };
}

function checkLine(check: ChainCheck, line: Line, visit: Visit): 0 | 1 {
  const parsed = parseLine(line.bytes);
  if (parsed === undefined) {
    check.broken(line.ended ? "record_malformed" : "ledger_truncated", line.number);
    return 0;
  }
  check.check(parsed, line.number);
  if (hasShape(parsed.record)) visit(parsed.record);
  else check.broken("record_malformed", line.number);
  return 1;
}
