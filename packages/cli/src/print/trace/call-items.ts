import type { DecisionNode, FrameNode } from "@ambit/ledger";
import type { Style } from "../layout/style.ts";
import type { TreeItem } from "../layout/tree.ts";
import { decisionItem } from "./decision-item.ts";
import { type Edge, edgeItem } from "./edge-item.ts";
import { intentItem } from "./intent-item.ts";

interface Placed {
  readonly seq: number;
  readonly item: TreeItem;
}

/** The edges that one call causes for itself alone: they are told with the call and need no level of their own. */
const CALL_EDGES: ReadonlySet<string> = new Set(["step", "branch", "retry"]);

/** What happened in a frame, in order: intents, calls, and the frames that came out of it. */
export function frameItems(node: FrameNode, style: Style): readonly TreeItem[] {
  return placed(node, style, [])
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ item }) => item);
}

function placed(node: FrameNode, style: Style, via: readonly Edge[]): readonly Placed[] {
  const ofCalls = new Set(node.decisions.map(({ record }) => record.decision));
  const own = node.children.filter(({ edge }) => edge?.decision === undefined || !isInside(edge, ofCalls));
  return [
    ...node.intents.map((record) => ({ seq: record.seq, item: intentItem(record, style) })),
    ...node.decisions.map((decision) => placedCall(decision, node, { style, via })),
    ...own.flatMap((child) => placedFrame(child, style, via)),
  ];
}

/** Whether a frame was entered in the body of one of these calls. */
function isInside(edge: Edge, calls: ReadonlySet<string>): boolean {
  return !CALL_EDGES.has(edge.edge) && edge.decision !== undefined && calls.has(edge.decision);
}

function placedCall(
  decision: DecisionNode,
  { children }: FrameNode,
  { style, via }: { readonly style: Style; readonly via: readonly Edge[] },
): Placed {
  const id = new Set([decision.record.decision]);
  const inside = children.filter(({ edge }) => edge !== undefined && isInside(edge, id));
  const items = inside.flatMap((child) => placedFrame(child, style, []).map(({ item }) => item));
  return { seq: decision.record.seq, item: { ...decisionItem(decision, via, style), children: items } };
}

function placedFrame(child: FrameNode, style: Style, via: readonly Edge[]): readonly Placed[] {
  const { edge } = child;
  if (edge === undefined) return placed(child, style, via);
  if (CALL_EDGES.has(edge.edge) && edge.decision !== undefined && edge.refused === undefined) {
    const inner = placed(child, style, [...via, edge]);
    if (inner.length > 0) return inner;
  }
  const item = { ...edgeItem(edge, style), children: frameItems(child, style) };
  return [{ seq: edge.seq, item }];
}
