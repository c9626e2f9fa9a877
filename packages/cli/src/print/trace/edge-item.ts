import { type CodeName, CODES } from "@ambit/core";
import type { FrameNode } from "@ambit/ledger";
import { plain } from "../layout/plain.ts";
import { segment, type Segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail, TreeItem } from "../layout/tree.ts";
import { removedWords } from "./removed-words.ts";

export type Edge = NonNullable<FrameNode["edge"]>;

/** An edge as a line: what it is, who acts below it, and what was removed. */
export function edgeItem(edge: Edge, style: Style): TreeItem {
  const actors = edge.actors.map(plain);
  const chain = actors.length === 0 ? "" : `  ${actors.join(" ▸ ")}`;
  const refused = edge.refused === undefined ? [] : [segment("✗ REFUSED ", style.alarm)];
  return {
    head: [...refused, segment(plain(edge.edge), style.accent), segment(chain, style.strong)],
    details: [...removedDetail(edge, style), ...reasonDetails(edge.refused, style)],
    children: [],
  };
}

/** What an edge took away; nothing when it took nothing. */
export function removedDetail({ removed }: Pick<Edge, "removed">, style: Style): readonly Detail[] {
  return removed.length === 0 ? [] : [{ label: "removed", text: removedText(removed, style) }];
}

/** An edge of one call alone, as a line of the call: what it is, why, and what it took away. */
export function callEdgeDetail(edge: Edge, why: string, style: Style): Detail {
  const told = why === "" ? [] : [segment(why)];
  const lost = edge.removed.length === 0 ? [] : [segment("removed "), ...removedText(edge.removed, style)];
  const gap = told.length > 0 && lost.length > 0 ? [segment(", ")] : [];
  return { label: plain(edge.edge), text: [...told, ...gap, ...lost] };
}

/** What was taken away, in words. */
function removedText(removed: readonly string[], style: Style): readonly Segment[] {
  return separated(removedWords(removed).map((words) => segment(words, style.caution)));
}

/** Segments with a dot between them, each kept on one line if it fits. */
export function separated(segments: readonly Segment[]): readonly Segment[] {
  return segments.flatMap((each, index) => [
    ...(index === 0 ? [] : [segment(" · ")]),
    { ...each, whole: true },
  ]);
}

/** Code, name and message of a reason, and what to do next where that is not to look at this very trace. */
export function reasonDetails(reason: string | undefined, style: Style): readonly Detail[] {
  if (reason === undefined) return [];
  const row = Object.hasOwn(CODES, reason) ? CODES[reason as CodeName] : undefined;
  const name = segment(plain(reason), style.strong);
  if (row === undefined) return [{ label: "why", text: [name] }];
  const why = [segment(`${row.code} `, style.bad), name, segment(`  ${row.message}`)];
  const isElsewhere = !row.hint.startsWith("see ");
  return [
    { label: "why", text: why },
    ...(isElsewhere ? [{ label: "next", text: [segment(row.hint, style.faint)] }] : []),
  ];
}
