import { printTrace } from "@ambit/cli";
import { readLedger, verifyLedger } from "@ambit/ledger";
import { showNext } from "./next.ts";
import { bad, good, hasColor } from "./style.ts";
import { entry, title, WIDTH } from "./text.ts";

/** The delegation trees of the bank's run, with everything, and of the team's, with its edges. */
export async function showTraces(
  { bank, team }: { readonly bank: string; readonly team: string },
  ledger: string,
): Promise<string> {
  const { records } = await readLedger(ledger);
  const layout = { color: hasColor, width: WIDTH };
  const traces = [
    printTrace(records, { ...layout, run: bank }),
    printTrace(records, { ...layout, run: team, brief: true }),
  ];
  return [title("3  What the ledger says: the guarded bank, and the team"), traces.join("\n\n")].join("\n");
}

/** Where the ledger is, whether it is whole, and what to try next. */
export async function showLedger(ledger: string): Promise<{ readonly text: string; readonly ok: boolean }> {
  const { records, runs, findings, ok } = await verifyLedger(ledger);
  const closed = runs.filter((run) => run.closed).length;
  const verdict = ok ? good("nothing altered, missing or reordered") : bad(`${findings.length} findings`);
  const text = [
    title("4  The ledger"),
    entry("folder", ledger),
    entry("verified", `${records} records, ${runs.length} runs (${closed} closed): ${verdict}`),
    title("Next"),
    showNext(ledger),
  ].join("\n");
  return { text, ok };
}
