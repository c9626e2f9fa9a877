import type { Verification } from "@ambit/ledger";
import { plain, shortId } from "./layout/plain.ts";
import type { Style } from "./layout/style.ts";
import { findingLines } from "./print-findings.ts";

/** Findings and runs that are told one by one. */
const TOLD = 20;
/** Under this name the calls outside any run are recorded; it never closes. */
const OUTSIDE = "outside";

/** The lines of a verification: the findings, the runs that are not closed, the verdict last. */
export function printVerification(ledger: string, found: Verification, style: Style): readonly string[] {
  const { findings, runs } = found;
  const open = runs.filter(({ run, closed }) => !closed && run !== OUTSIDE);
  return [
    ...findings.slice(0, TOLD).flatMap((finding) => findingLines(finding, style)),
    ...more(findings.length, "findings"),
    ...open.slice(0, TOLD).map(({ run, records }) => {
      const note = style.faint("not closed: it goes on, its process died, or its tail was cut");
      return `${style.caution("○")} run ${shortId(run)}, ${count(records, "record")}  ${note}`;
    }),
    ...more(open.length, "runs that are not closed"),
    verdict(ledger, found, style),
  ];
}

function verdict(ledger: string, { ok, records, runs, firstBad }: Verification, style: Style): string {
  const read = `${count(records, "record")} in ${count(runs.length, "run")}`;
  if (ok)
    return `${style.good("✓")} ${style.strong("verified")}  ${read}: every hash and link holds  ${plain(ledger)}`;
  const at = firstBad === undefined ? "" : `  first at ${plain(firstBad.file)}:${firstBad.line}`;
  return `${style.alarm("✗ NOT VERIFIED")}  ${read}${at}`;
}

function more(all: number, what: string): readonly string[] {
  return all > TOLD ? [`  … ${all - TOLD} more ${what}`] : [];
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
