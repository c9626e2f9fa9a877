import { type CodeName, CODES } from "@ambit/core";
import type { FrameNode } from "@ambit/ledger";
import { plain } from "../layout/plain.ts";
import { segment, type Segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail, TreeItem } from "../layout/tree.ts";

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
function removedDetail({ removed }: Pick<Edge, "removed">, style: Style): readonly Detail[] {
  if (removed.length === 0) return [];
  return [
    { label: "removed", text: separated(removed.map((what) => segment(removedText(what), style.caution))) },
  ];
}

/** A lifetime is recorded in milliseconds; people read it in seconds. */
export function removedText(what: string): string {
  const lifetime = /^lifetime -(\d{1,15}) ms$/u.exec(what);
  return lifetime === null ? plain(what) : `lifetime −${Math.round(Number(lifetime[1]) / 100) / 10} s`;
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
