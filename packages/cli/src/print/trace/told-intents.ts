import type { FrameNode } from "@ambit/ledger";
import { type Edge } from "./edge-item.ts";
import { decisionsOf } from "./run-header.ts";

type Intent = FrameNode["intents"][number];

/** An intent that is told, and what its steps took away. */
export interface ToldIntent {
  readonly intent: Intent;
  readonly removed: Edge["removed"];
}

/** The intents of a frame that say something new, and the edges that are told with them. */
export interface ToldIntents {
  readonly intents: readonly ToldIntent[];
  /** The step edges that need not be told again with each call. */
  readonly edges: ReadonlySet<Edge>;
}

/** Each turn records its intent and each call its step: what is the same as before is told once. */
export function toldIntents(node: FrameNode): ToldIntents {
  const steps = stepEdges(node);
  const edges = new Set<Edge>();
  const intents: { intent: Intent; removed: Edge["removed"] }[] = [];
  for (const intent of node.intents) {
    const last = intents.at(-1);
    const own = steps.get(intent.step) ?? [];
    const removed = own[0]?.removed ?? [];
    const takesOther = own.length > 0 && tookOther(last, removed);
    if (last === undefined || takesOther || !isSame(last.intent, intent)) intents.push({ intent, removed });
    else if (last.removed.length === 0) last.removed = removed;
    for (const edge of own) if (isEqual(edge.removed, removed)) edges.add(edge);
  }
  return { intents, edges };
}

function tookOther(told: ToldIntent | undefined, removed: Edge["removed"]): boolean {
  return told !== undefined && told.removed.length > 0 && !isEqual(told.removed, removed);
}

/** The step edges of a frame's own calls, by the step that they are of. */
function stepEdges({ children }: FrameNode): ReadonlyMap<string, readonly Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const child of children) {
    const { edge } = child;
    if (edge?.edge !== "step" || edge.refused !== undefined) continue;
    const step = decisionsOf([child]).find(({ record }) => record.decision === edge.decision)?.record.step;
    if (step === undefined) continue;
    found.set(step, [...(found.get(step) ?? []), edge]);
  }
  return found;
}

function isSame(one: Intent, other: Intent): boolean {
  const textOf = ({ purpose, goal, source, tools, resources, refused }: Intent): string =>
    JSON.stringify([purpose, goal.digest, source, tools, resources, refused]);
  return textOf(one) === textOf(other);
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.join("\n") === other.join("\n");
}
