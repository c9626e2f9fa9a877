import { type ChainedRecord, delegationTree, type RunTree } from "@ambit/ledger";
import { shortId } from "../layout/plain.ts";
import { segment } from "../layout/segment.ts";
import { createStyle, type Style } from "../layout/style.ts";
import { printRoot, type TreeItem } from "../layout/tree.ts";
import { briefItem } from "./brief-item.ts";
import type { Edge } from "./edge-item.ts";
import { frameItems } from "./call-items.ts";
import { isReload, reloadsItem } from "./reload-item.ts";
import { decisionsOf, runHeader } from "./run-header.ts";

/** How a trace is printed. */
export interface TraceOptions {
  /** The only run to print; default: all, in the order in which they begin. */
  readonly run?: string;
  /** Default: no colours. */
  readonly color?: boolean;
  /** Columns, default 100. */
  readonly width?: number;
  /** Only the lines of edges, intents and calls, with what was removed and which reason denied. Default: everything. */
  readonly brief?: boolean;
}

/** The delegation tree of each run as text: every intent, edge, decision and reason. */
export function printTrace(records: readonly ChainedRecord[], options: TraceOptions = {}): string {
  const { run, color = false, width = 100, brief = false } = options;
  const style = createStyle(color);
  const runs = treesOf(records)
    .filter((tree) => run === undefined || tree.run === run)
    .map((tree) => runItem(tree, style))
    .map((item) => (brief ? briefItem(item) : item))
    .map((item) => printRoot(item, { width, faint: style.faint }).join("\n"));
  const reloads = run === undefined ? records.filter(isReload) : [];
  if (reloads.length === 0) return runs.join("\n\n");
  const printed = printRoot(reloadsItem(reloads, style), { width, faint: style.faint });
  return [...runs, printed.join("\n")].join("\n\n");
}

/** The tree of each run of a ledger, in the order in which the runs begin. */
export function treesOf(records: readonly ChainedRecord[]): readonly RunTree[] {
  const runs = new Map<string, ChainedRecord[]>();
  for (const record of records) {
    if (isReload(record)) continue;
    const known = runs.get(record.run);
    if (known === undefined) runs.set(record.run, [record]);
    else known.push(record);
  }
  return [...runs].map(([run, own]) => delegationTree(own, run));
}

function runItem(tree: RunTree, style: Style): TreeItem {
  const frames = [...(tree.root === undefined ? [] : [tree.root]), ...tree.strays];
  const decisions = decisionsOf(frames);
  const header = runHeader(tree, decisions, style);
  const place = { style, decisions, via: [], told: new Set<Edge>(), depth: 0 };
  const strays = tree.strays.map((stray) => ({
    ...strayHead(tree, style),
    children: frameItems(stray, place),
  }));
  const root = tree.root === undefined ? [] : frameItems(tree.root, place);
  const items = tree.root === undefined ? strays.flatMap(({ children }) => children) : [...root, ...strays];
  return { ...header, children: items };
}

/** A frame that no edge leads to: the ledger is not whole. */
function strayHead({ run }: RunTree, style: Style): Omit<TreeItem, "children"> {
  return {
    head: [segment(`frame of run ${shortId(run)} that no edge leads to`, style.caution)],
    details: [],
  };
}
