import type { DecisionNode, FrameNode } from "@ambit/ledger";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { TreeItem } from "../layout/tree.ts";
import { decisionItem } from "./decision-item.ts";
import { type Edge, edgeItem } from "./edge-item.ts";
import { intentItem } from "./intent-item.ts";
import { retryCause } from "./retry-cause.ts";
import { decisionsOf } from "./run-header.ts";
import { toldIntents } from "./told-intents.ts";

interface Placed {
  readonly seq: number;
  readonly item: TreeItem;
}

/** The edges that one call causes for itself alone: they are told with the call and need no level of their own. */
const CALL_EDGES: ReadonlySet<string> = new Set(["step", "model", "branch", "retry"]);

/** Where in the tree a frame is told. */
interface Place {
  readonly style: Style;
  /** The edges between the frame that has a level of its own and this one. */
  readonly via: readonly Edge[];
  /** All decisions of the run. */
  readonly decisions: readonly DecisionNode[];
  /** Edges that are told elsewhere already. */
  readonly told: ReadonlySet<Edge>;
  /** Edges from the root. */
  readonly depth: number;
}

/** Edges from the root that are printed; only a forged ledger has more. */
const DEEPEST = 100;

/** What happened in a frame, in order: intents, calls, and the frames that came out of it. */
export function frameItems(node: FrameNode, place: Place): readonly TreeItem[] {
  return placed(node, place)
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ item }) => item);
}

function placed(node: FrameNode, place: Place): readonly Placed[] {
  const { style, via } = place;
  const { inside, own } = divided(node);
  const { intents, edges } = toldIntents(node);
  const told = new Set([...place.told, ...edges]);
  const calls = node.decisions.map((decision) => {
    const { seq, decision: id } = decision.record;
    const entered = inside.get(id) ?? [];
    // An id that comes twice, as in a forged ledger, must not print its frames twice.
    inside.delete(id);
    const children = entered.flatMap((child) =>
      placedFrame(child, { ...place, via: [] }).map(({ item }) => item),
    );
    const edges = via.filter((edge) => !told.has(edge));
    const isAgain = edges.some(({ edge }) => edge === "retry");
    const cause = isAgain ? retryCause(decision.record, place.decisions) : "";
    return { seq, item: { ...decisionItem(decision, { edges, cause }, style), children } };
  });
  return [
    ...intents.map((each) => ({ seq: each.intent.seq, item: intentItem(each, style) })),
    ...calls,
    ...revokedItems(node, style),
    ...own.flatMap((child) => placedFrame(child, { ...place, told })),
  ];
}

function revokedItems({ revoked }: FrameNode, style: Style): readonly Placed[] {
  if (revoked === undefined) return [];
  const head = [segment("✗ REVOKED ", style.alarm), segment("with all that came out of it")];
  return [{ seq: revoked.seq, item: { head, details: [], children: [] } }];
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

function placedFrame(child: FrameNode, place: Place): readonly Placed[] {
  const { edge } = child;
  const { style } = place;
  const below = { ...place, depth: place.depth + 1 };
  if (edge === undefined) return placed(child, below);
  if (below.depth > DEEPEST) return [{ seq: edge.seq, item: deeperItem(child, style) }];
  if (CALL_EDGES.has(edge.edge) && edge.decision !== undefined && edge.refused === undefined) {
    const inner = placed(child, { ...below, via: [...place.via, edge] });
    if (inner.length > 0) return inner;
  }
  const item = { ...edgeItem(edge, style), children: frameItems(child, { ...below, via: [] }) };
  return [{ seq: edge.seq, item }];
}

/** What stands for a frame that lies too deep to be printed, and for all below it. */
function deeperItem(child: FrameNode, style: Style): TreeItem {
  const decisions = decisionsOf([child]);
  const denied = decisions.filter(({ record }) => record.effect === "deny").length;
  const text = `… deeper: ${decisions.length} calls, ${denied} denied, not shown`;
  return { head: [segment(text, style.caution)], details: [], children: [] };
}
