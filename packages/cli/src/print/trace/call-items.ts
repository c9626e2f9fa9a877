import type { FrameNode } from "@ambit/ledger";
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
  const { inside, own } = divided(node);
  const calls = node.decisions.map((decision) => {
    const { seq, decision: id } = decision.record;
    const entered = inside.get(id) ?? [];
    // An id that comes twice, as in a forged ledger, must not print its frames twice.
    inside.delete(id);
    const children = entered.flatMap((child) => placedFrame(child, style, []).map(({ item }) => item));
    return { seq, item: { ...decisionItem(decision, via, style), children } };
  });
  return [
    ...node.intents.map((record) => ({ seq: record.seq, item: intentItem(record, style) })),
    ...calls,
    ...own.flatMap((child) => placedFrame(child, style, via)),
  ];
}

/** The frames that were entered in the body of a call of this node, by the call's decision, and all others. */
function divided({ decisions, children }: FrameNode): {
  readonly inside: Map<string, FrameNode[]>;
  readonly own: readonly FrameNode[];
} {
  const inside = new Map<string, FrameNode[]>(decisions.map(({ record }) => [record.decision, []]));
  const own = children.filter((child) => {
    const { edge } = child;
    if (edge?.decision === undefined || CALL_EDGES.has(edge.edge)) return true;
    const entered = inside.get(edge.decision);
    entered?.push(child);
    return entered === undefined;
  });
  return { inside, own };
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
