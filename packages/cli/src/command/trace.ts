import { readLedger } from "@ambit/ledger";
import type { ExitCode } from "../exit-code.ts";
import { EXIT } from "../exit-code.ts";
import { plain, printJson } from "../print/layout/plain.ts";
import { createStyle } from "../print/layout/style.ts";
import { findingLines, isWarning } from "../print/print-findings.ts";
import { printTrace, treesOf } from "../print/trace/print-trace.ts";
import { isReload } from "../print/trace/reload-item.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export interface TraceFlags {
  readonly run?: string;
  readonly json?: boolean;
  readonly brief?: boolean;
}

/** `ambit trace`: the delegation tree of each run; ends with 4 when the ledger is not as it was written. */
export async function trace(ledger: string, flags: TraceFlags, terminal: Terminal): Promise<ExitCode> {
  const { records, findings } = await readLedger(ledger);
  const runs = [...new Set(records.map(({ run }) => run))];
  const run = flags.run === undefined ? undefined : chosen(runs, flags.run);
  const shown = run === undefined ? records : records.filter((record) => record.run === run);
  const { color, columns: width } = terminal;
  const { brief = false } = flags;
  if (flags.json === true) {
    terminal.print(printJson({ runs: treesOf(shown), reloads: shown.filter(isReload), findings }));
  } else {
    const style = createStyle(color);
    terminal.print(
      shown.length === 0 ? "the ledger holds no record" : printTrace(shown, { color, width, brief }),
    );
    for (const finding of findings) terminal.print(["", ...findingLines(finding, style)].join("\n"));
  }
  return findings.every(isWarning) ? EXIT.fine : EXIT.ledger;
}

/** The one run that a beginning of its id names. */
function chosen(runs: readonly string[], run: string): string {
  const exact = runs.filter((id) => id === run);
  const found = exact.length > 0 || run === "" ? exact : runs.filter((id) => id.startsWith(run));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const some = runs.slice(0, 5).map((id) => `  ${plain(id)}`);
  const what =
    found.length === 0 ? `no run begins with "${run}"` : `${found.length} runs begin with "${run}"`;
  throw new UsageError([`${what}; the ledger has ${runs.length}`, ...some].join("\n"));
}
