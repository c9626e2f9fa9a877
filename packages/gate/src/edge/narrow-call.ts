import { attenuate, type Awaitable, type EdgeKind, type Grant } from "@ambit/core";
import type { Frame } from "../frame/frame.ts";
import { appendEdge } from "../record/append.ts";
import { andThen } from "../stage/awaiting.ts";
import type { Derived } from "../stage/derive.ts";
import { ownParties } from "./crossing.ts";
import { boundByRetry } from "./retry.ts";
import { lastScope } from "./step.ts";

/**
 * The frame of a call with the links of the edges that this very call is: a step that narrows, another model than before, a
 * branch among siblings, a retry. `grant` is the grant under the call's step.
 */
export function narrowForCall({ parts }: Derived, grant: Grant): Awaitable<Frame> {
  const { frame, history, siblings, intent, step } = parts;
  const edges: EdgeKind[] = [];
  // first: its link is in the grant already
  if (grant !== frame.grant) edges.push("step");
  if (step?.modelBefore !== undefined) edges.push("model");
  if (siblings > 1) edges.push("branch");
  if (history.attempt > 1) edges.push("retry");
  const own = intent === frame.intent ? frame : frame.with({ intent });
  return edges.length === 0 ? own : narrowAlong(parts, { from: own, grant, edges });
}

interface Narrowing {
  readonly from: Frame;
  readonly grant: Grant;
  readonly edges: readonly EdgeKind[];
}

/** One edge after the other, at once where the ledger needs no time: this is on the path of a call. */
function narrowAlong(
  parts: Derived["parts"],
  { from, grant, edges: [edge, ...rest] }: Narrowing,
): Awaitable<Frame> {
  if (edge === undefined) return from;
  const { attempt, step } = parts;
  const parentScope = lastScope(from.grant);
  const narrowed = edge === "step" ? grant : named(from, edge, attempt.context.newId());
  const { id } = narrowed.links.at(-1) ?? narrowed.links[0];
  const to = from.with({ id, grant: narrowed });
  const alsoRemoved = edge === "retry" ? boundByRetry(parts) : [];
  const told = { edge, from, to, parentScope, decision: attempt.id, alsoRemoved };
  const recorded = edge === "model" ? { ...told, detail: `${step?.modelBefore} → ${step?.model}` } : told;
  return andThen(appendEdge(attempt.context, recorded), () =>
    narrowAlong(parts, { from: to, grant, edges: rest }),
  );
}

/** The step's link is in the call's grant already; any other edge of a call adds one that takes nothing by itself. */
function named(from: Frame, edge: EdgeKind, id: string): Grant {
  return attenuate(from.grant, { id, edge, scope: lastScope(from.grant), parties: ownParties(from) });
}
