import { attenuate, type Awaitable, type EdgeKind, type Grant } from "@ambit/core";
import type { Frame } from "../frame/frame.ts";
import { appendEdge } from "../record/append.ts";
import { andThen } from "../stage/awaiting.ts";
import type { Derived } from "../stage/derive.ts";
import { ownParties } from "./crossing.ts";
import { boundByRetry } from "./retry.ts";
import { lastScope } from "./step.ts";

/**
 * The frame of a call with the links of the edges that this very call is: a step that narrows, a branch among siblings, a
 * retry. `grant` is the grant under the call's step.
 */
export function narrowForCall({ parts }: Derived, grant: Grant): Awaitable<Frame> {
  const { frame, history, siblings, intent } = parts;
  const edges: EdgeKind[] = [];
  if (grant !== frame.grant) edges.push("step");
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
  const { attempt } = parts;
  const id = attempt.context.newId();
  const parentScope = lastScope(from.grant);
  // the step's link is in the grant already; branch and retry add one that only names the edge
  const narrowed =
    edge === "step"
      ? grant
      : attenuate(from.grant, { id, edge, scope: parentScope, parties: ownParties(from) });
  const to = from.with({ id, grant: narrowed });
  const alsoRemoved = edge === "retry" ? boundByRetry(parts) : [];
  const recorded = { edge, from, to, parentScope, decision: attempt.id, alsoRemoved };
  return andThen(appendEdge(attempt.context, recorded), () =>
    narrowAlong(parts, { from: to, grant, edges: rest }),
  );
}
