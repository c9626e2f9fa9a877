import {
  AmbitError,
  type AmbitRecord,
  type Awaitable,
  type CodeName,
  type EdgeKind,
  type EdgeRecord,
  printScope,
  removedBy,
  type Scope,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import { lastScope } from "../edge/step.ts";
import type { Frame } from "../frame/frame.ts";
import { isLate, isThenable, within } from "../stage/awaiting.ts";

/** Appends a record, and waits for it if the ledger needs time. Throws `ledger_unavailable`: then it is not there. */
export function append(context: GateContext, record: AmbitRecord): Awaitable<void> {
  try {
    const acknowledged = context.ledger.append(record);
    return isThenable(acknowledged) ? acknowledge(context, acknowledged) : undefined;
  } catch (cause) {
    throw new AmbitError("ledger_unavailable", {}, { cause });
  }
}

async function acknowledge(context: GateContext, acknowledged: PromiseLike<unknown>): Promise<void> {
  const answer = await within(acknowledged, context.stageTimeoutMs).catch((cause: unknown) => {
    throw new AmbitError("ledger_unavailable", {}, { cause });
  });
  if (isLate(answer)) throw new AmbitError("ledger_unavailable");
}

interface Edge {
  readonly edge: EdgeKind;
  readonly from: Frame;
  readonly to: Frame;
  readonly parentScope: Scope;
  readonly decision?: string | undefined;
  /** What the edge takes away beyond its link. */
  readonly alsoRemoved?: readonly string[];
  readonly refused?: CodeName;
  /** The clause that was refused. */
  readonly detail?: string;
}

/** Records that a frame came out of another one, and what it lost. */
export function appendEdge(
  context: GateContext,
  { edge, from, to, parentScope, ...rest }: Edge,
): Awaitable<void> {
  const scope = lastScope(to.grant);
  const removed = scope === parentScope ? [] : removedBy(parentScope, scope);
  const { decision, refused, detail, alsoRemoved = [] } = rest;
  const record: { -readonly [Member in keyof EdgeRecord]: EdgeRecord[Member] } = {
    type: "edge",
    run: from.run.id,
    at: context.clock(),
    edge,
    frame: to.id,
    from: from.id,
    actors: to.actors,
    scope: printScope(scope),
    removed: alsoRemoved.length === 0 ? removed : [...removed, ...alsoRemoved],
  };
  if (decision !== undefined) record.decision = decision;
  if (refused !== undefined) record.refused = refused;
  if (detail !== undefined) record.detail = detail;
  return append(context, record);
}
