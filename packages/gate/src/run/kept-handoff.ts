import {
  attenuate,
  type EdgeKind,
  type Grant,
  type JsonObject,
  type Link,
  type Parties,
  printScope,
  purposeWithin,
  type Scope,
  type TaintMarks,
} from "@ambit/core";
import { lastScope } from "../edge/step.ts";
import type { Frame } from "../frame/frame.ts";

/** Whether a run goes on with the task that was interrupted, or begins another one on the thread. */
export type Continuation = "resumed" | "new";

/** A handoff as a thread keeps it: plain data, for a store. */
export interface KeptHandoff {
  /** The actors of the frame in which the target is entered. */
  readonly under: readonly string[];
  readonly target: string;
  /** The giver's chain of actors, each once: two who hand back and forth add nobody. */
  readonly actors: readonly string[];
  readonly depth: number;
  /** Who passed on to whom by which edge, once each, on the way to the giver. */
  readonly links: readonly KeptLink[];
  /** What the giver's grant was in the end, printed. */
  readonly scope: JsonObject;
  /** What had been read when it was kept. */
  readonly marks: TaintMarks;
}

export interface KeptLink {
  readonly edge: EdgeKind;
  readonly parties: Parties;
}

/** The kept form of what `giver` has handed over. */
export function keep(under: readonly string[], target: string, giver: Frame): KeptHandoff {
  const links = new Map<string, KeptLink>();
  for (const { edge, parties } of giver.grant.links) {
    if (parties !== undefined) links.set(JSON.stringify([edge, parties.from, parties.to]), { edge, parties });
  }
  return {
    under: [...under],
    target,
    actors: eachOnce(giver.actors),
    depth: giver.depth,
    links: [...links.values()],
    scope: printScope(lastScope(giver.grant)),
    marks: giver.taint.marks,
  };
}

/** Each actor where it acted last: the last one is who hands over. */
function eachOnce(actors: readonly string[]): readonly string[] {
  return [...new Set(actors.toReversed())].toReversed();
}

/** A kept handoff that was read again. */
export type ReadHandoff = Omit<KeptHandoff, "scope" | "marks"> & { readonly scope: Scope };

/** The giver as a later run of the thread sees it: the frame in which the target is entered, narrowed by what was kept. */
export function takeUp(current: Frame, kept: ReadHandoff, task: Continuation): Frame {
  const scope = liftedScope(lastScope(current.grant), kept.scope, task);
  const links: readonly Pick<Link, "edge" | "parties">[] =
    kept.links.length > 0 ? kept.links : [{ edge: "handoff" }];
  const grant = links.reduce<Grant>(
    (grown, link, index) => attenuate(grown, { id: `kept:${kept.target}:${index}`, scope, ...link }),
    current.grant,
  );
  const { purpose } = lastScope(grant);
  const { intent } = current;
  const others = kept.actors.filter((actor) => !current.actors.includes(actor));
  return current.with({
    grant,
    actors: Object.freeze([...current.actors, ...others]),
    depth: task === "new" ? current.depth : Math.max(current.depth, kept.depth),
    intent: purposeWithin(intent.purpose, purpose) ? intent : Object.freeze({ ...intent, purpose }),
  });
}

/** Lifetime and units are the run's own: what the task had left of them is kept elsewhere. */
function liftedScope({ budget, expiresAt, depth, purpose }: Scope, kept: Scope, task: Continuation): Scope {
  return task === "new" ? { ...kept, budget, expiresAt, depth, purpose } : { ...kept, budget, expiresAt };
}
