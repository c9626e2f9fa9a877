import { delegationTree, readLedger } from "@ambit/ledger";
import type { ExitCode } from "../exit-code.ts";
import { EXIT } from "../exit-code.ts";
import { createStyle } from "../print/layout/style.ts";
import { findingLines, isWarning } from "../print/print-findings.ts";
import { printTrace, runsOf } from "../print/trace/print-trace.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export interface TraceFlags {
  readonly run?: string;
  readonly json?: boolean;
}

/** `ambit trace`: the delegation tree of each run; ends with 4 when the ledger is not as it was written. */
export async function trace(ledger: string, flags: TraceFlags, terminal: Terminal): Promise<ExitCode> {
  const { records, findings } = await readLedger(ledger);
  const runs = chosen(runsOf(records), flags.run);
  const { color, columns } = terminal;
  if (flags.json === true) {
    const trees = runs.map((run) => delegationTree(records, run));
    terminal.print(JSON.stringify({ runs: trees, findings }, null, 2));
  } else {
    const style = createStyle(color);
    const printed = runs.map((run) => printTrace(records, { run, color, width: columns }));
    if (printed.length > 0) terminal.print(printed.join("\n\n"));
    if (runs.length === 0) terminal.print("no runs: the ledger holds no record");
    for (const finding of findings) terminal.print(["", ...findingLines(finding, style)].join("\n"));
  }
  return findings.every(isWarning) ? EXIT.fine : EXIT.ledger;
}

/** The run that a beginning of its id names; all runs without one. */
function chosen(runs: readonly string[], run: string | undefined): readonly string[] {
  if (run === undefined) return runs;
  const exact = runs.filter((id) => id === run);
  const found = exact.length > 0 || run === "" ? exact : runs.filter((id) => id.startsWith(run));
  if (found.length === 1) return found;
  const some = runs.slice(0, 5).map((id) => `  ${id}`);
  const what =
    found.length === 0 ? `no run begins with "${run}"` : `${found.length} runs begin with "${run}"`;
  throw new UsageError([`${what}; the ledger has ${runs.length}`, ...some].join("\n"));
}
