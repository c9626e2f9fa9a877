import { AmbitDeniedError, type CodeName } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import type { Frame } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { appendEdge } from "../record/append.ts";
import { outsideCall } from "./set-off.ts";
import { lastScope } from "./step.ts";

/** A handoff, as the host tells it: its targets are entered beside the graph that is left, not below it. */
export interface Handoff {
  /** Names of the nodes that go on; `ANY_TARGET` where they cannot be read. None: the graph is left, and that is all. */
  readonly targets: readonly string[];
  /** The namespace of the graph that is left; undefined where the host has not told it. */
  readonly graph?: string | undefined;
  /** The place of the call that handed over, as in `HostCall`. */
  readonly place?: string | undefined;
}

/**
 * Hands the authority of the current frame over to the targets, and suspends the agent that gave it.
 *
 * A graph inside the agent's own that has no entry of its own is suspended by itself: the agent goes on around it. Throws
 * `AmbitDeniedError` where no further delegation is possible, and where the giver's authority is over: it has none to hand
 * over, and nothing that goes on may be bound or suspended by it.
 */
export async function handOff(context: GateContext, handoff: Handoff): Promise<void> {
  const giver = currentFrame();
  if (giver === undefined || giver.owner !== context) return;
  const refused = whyRefused(giver);
  if (refused !== undefined) await refuse(context, giver, { handoff, refused });
  noteHandoff(giver, handoff);
}

function whyRefused(giver: Frame): CodeName | undefined {
  const ended = whyEnded(giver);
  // of two that hand over side by side, the first suspends the agent of the second
  if (ended !== undefined && ended !== "handoff_suspended") return ended;
  return lastScope(giver.grant).depth === 0 ? "depth_exceeded" : undefined;
}

/** The same of a graph that has ended in a handoff: whether the target may be entered is decided when it is. */
export function noteHandoff(giver: Frame, { targets, graph, place }: Handoff): void {
  const { entry, run } = giver;
  const isOwnGraph = graph === undefined || entry.graph === undefined || graph === entry.graph;
  const { above, calledBy } = entry;
  const under = isOwnGraph && above !== undefined ? { entry: above, call: calledBy } : { entry };
  const given = outsideCall(giver);
  for (const target of targets) run.handoffs.give(under, target, given);
  if (isOwnGraph && entry.above !== undefined) entry.suspend();
  else if (place !== undefined) run.handoffs.leave(place);
}

async function refuse(
  context: GateContext,
  giver: Frame,
  { handoff, refused }: { readonly handoff: Handoff; readonly refused: CodeName },
): Promise<never> {
  const [target = "-"] = handoff.targets;
  const id = context.newId();
  const to = giver.with({ id, actors: Object.freeze([...giver.actors, target]) });
  const edge = { edge: "handoff", from: giver, to, parentScope: lastScope(giver.grant), refused } as const;
  await appendEdge(context, { ...edge, decision: giver.call?.decision });
  throw new AmbitDeniedError(refused, target, id);
}
