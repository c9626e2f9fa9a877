import type { EdgeRecord, RevokedRecord } from "@ambit/core";
import type { ChainedRecord, ChainMembers } from "../chain/chained-record.ts";
import type { DecisionNode, FrameNode, RunTree } from "./run-tree.ts";

type Growing<T> = {
  -readonly [Member in keyof T]: T[Member] extends readonly (infer Item)[] ? Item[] : T[Member];
};

interface GrowingFrame extends Growing<Omit<FrameNode, "children" | "decisions">> {
  readonly children: GrowingFrame[];
  readonly decisions: Growing<DecisionNode>[];
}

/** What is known of a run while its records are read. */
interface Building {
  readonly tree: Pick<Growing<RunTree>, "opened" | "closed">;
  readonly frames: Map<string, GrowingFrame>;
  /** Apart from the frames, so that these are finished as they are, however deep they lie. */
  readonly parents: Map<GrowingFrame, GrowingFrame>;
  readonly decisions: Map<string, Growing<DecisionNode>>;
}

/**
 * The delegation tree of one run out of the records of a ledger.
 *
 * Every intent, edge and decision of the run is in it, whatever the records are: what has no place in the tree is among
 * the strays.
 */
export function delegationTree(records: readonly ChainedRecord[], run: string): RunTree {
  const building: Building = { tree: {}, frames: new Map(), parents: new Map(), decisions: new Map() };
  for (const record of records) if (record.run === run) addRecord(building, record);
  const { opened } = building.tree;
  const root = opened === undefined ? undefined : building.frames.get(opened.frame);
  const strays = [...building.frames.values()].filter((node) => !building.parents.has(node) && node !== root);
  const tree = { run, ...building.tree, strays };
  return root === undefined ? tree : { ...tree, root };
}

function addRecord(building: Building, record: ChainedRecord): void {
  switch (record.type) {
    case "opened":
      building.tree.opened ??= record;
      frameOf(building, record.frame);
      break;
    case "closed":
      building.tree.closed = record;
      break;
    case "intent":
      frameOf(building, record.frame).intents.push(record);
      break;
    case "edge":
      addEdge(building, record);
      break;
    case "decision":
      addDecision(building, record);
      break;
    case "revoked":
      addRevoked(building, record);
      break;
    case "policy_reloaded":
    case "policy_reload_failed":
      // of no run
      break;
    default:
      addToDecision(building, record);
  }
}

/** Revoking a whole run is revoking its root. */
function addRevoked(building: Building, record: RevokedRecord & ChainMembers): void {
  const frame = record.frame ?? building.tree.opened?.frame;
  if (frame !== undefined) frameOf(building, frame).revoked ??= record;
}

function addDecision({ frames, decisions }: Building, record: DecisionNode["record"]): void {
  const node: Growing<DecisionNode> = { record, approvals: [], obligations: [] };
  frameOf({ frames }, record.frame).decisions.push(node);
  decisions.set(record.decision, node);
}

function addToDecision(
  { decisions }: Building,
  record: Extract<ChainedRecord, { type: "outcome" | "approval" | "obligation" }>,
): void {
  const node = decisions.get(record.decision);
  if (record.type === "outcome" && node !== undefined) node.outcome = record;
  else if (record.type === "approval") node?.approvals.push(record);
  else if (record.type === "obligation") node?.obligations.push(record);
}

function addEdge(building: Building, record: EdgeRecord & ChainMembers): void {
  const parent = frameOf(building, record.from);
  if (record.refused !== undefined) {
    parent.children.push({ ...emptyFrame(record.frame), edge: record });
    return;
  }
  const child = frameOf(building, record.frame);
  // A frame comes out of one other frame; a second edge is shown, but must not close a circle.
  const fits = !building.parents.has(child) && !isWithin(building, parent, child);
  const node = fits ? child : emptyFrame(record.frame);
  building.parents.set(node, parent);
  node.edge = record;
  parent.children.push(node);
}

function isWithin({ parents }: Building, node: GrowingFrame, ancestor: GrowingFrame): boolean {
  // A frame without children is above no other: a long chain of edges costs one step each.
  if (ancestor.children.length === 0) return node === ancestor;
  for (let at: GrowingFrame | undefined = node; at !== undefined; at = parents.get(at)) {
    if (at === ancestor) return true;
  }
  return false;
}

function frameOf({ frames }: Pick<Building, "frames">, frame: string): GrowingFrame {
  const known = frames.get(frame);
  if (known !== undefined) return known;
  const node = emptyFrame(frame);
  frames.set(frame, node);
  return node;
}

function emptyFrame(frame: string): GrowingFrame {
  return { frame, intents: [], decisions: [], children: [] };
}
