import {
  AmbitError,
  attenuate,
  type CodeName,
  type OpenedRecord,
  printScope,
  purposeWithin,
  rootGrant,
  type Scope,
  scopeMeet,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import { ownParties } from "../edge/crossing.ts";
import { lastScope } from "../edge/step.ts";
import { currentFrame } from "../frame/current.ts";
import { Entry } from "../frame/entry.ts";
import { TaintScope } from "../frame/taint-scope.ts";
import { Frame, type NamedThread } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { append, appendEdge } from "../record/append.ts";
import { recordedText } from "../record/recorded.ts";
import { isThenable } from "../stage/awaiting.ts";
import { Counter } from "./counter.ts";
import { openRuns } from "./open-runs.ts";
import { type ParsedRequest, parseRequest } from "./parse-request.ts";
import type { RunRequest } from "./request.ts";
import { Run } from "./run.ts";

/**
 * Opens a run and gives its root frame.
 *
 * Inside a frame no root is opened: the request is met with the current frame, as a `delegate` edge (L2). Throws
 * `request_invalid`, `purpose_unknown`, `purpose_outside`, `run_nested_subject`, `thread_mismatch`, `frame_foreign`, `run_closed`,
 * `grant_revoked`, `generation_stale`, `depth_exceeded`, `ledger_unavailable`.
 */
export async function openRun(context: GateContext, request: RunRequest): Promise<Frame> {
  const parsed = parseRequest(request);
  if (!context.policy.hasPurpose(parsed.purpose))
    throw new AmbitError("purpose_unknown", { purpose: parsed.purpose });
  const current = currentFrame();
  const scope = requestedScope(context, parsed);
  return current === undefined
    ? openRoot(context, parsed, scope)
    : openNested(context, { current, parsed, scope });
}

/** The scope that a request asks for. Throws `stage_failed` when the clock gives no time. */
export function requestedScope(context: GateContext, parsed: ParsedRequest): Scope {
  const now = context.clock();
  if (!Number.isFinite(now)) throw new AmbitError("stage_failed", { stage: "open" });
  return Object.freeze({
    tools: parsed.tools,
    sensitivity: "restricted",
    budget: parsed.budget,
    expiresAt: now + parsed.ttl,
    depth: parsed.depth,
    purpose: parsed.purpose,
  });
}

async function openRoot(context: GateContext, parsed: ParsedRequest, scope: Scope): Promise<Frame> {
  const { subject, tenant, purpose, goal, input, threadId, adopts } = parsed;
  const counter = new Counter(parsed.budget);
  const task = { purpose, goal, input };
  const parts = { id: context.newId(), subject, tenant, ...task, adopts, counter };
  const run = new Run(parts, () => closeRun(context, run));
  const id = context.newId();
  const actors: readonly string[] = Object.freeze([]);
  const frame = new Frame({
    id,
    owner: context,
    run,
    actors,
    entry: new Entry(id, { above: undefined, actors }),
    taint: run.taint,
    grant: rootGrant({ id, edge: "open", scope }),
    counter,
    intent: { purpose, goal, source: "run", step: run.id },
    depth: 0,
    generation: run.generation,
    branchMax: parsed.branchMax,
    named: threadId === undefined ? undefined : { id: threadId, call: undefined, thread: undefined },
  });
  const opened: OpenedRecord = {
    type: "opened",
    run: run.id,
    at: context.clock(),
    subject: subject.id,
    roles: subject.roles,
    ...(tenant === undefined ? {} : { tenant }),
    ...(threadId === undefined ? {} : { thread: threadId }),
    purpose,
    goal: recordedText(goal, context.record),
    scope: printScope(scope),
    policy: context.policy.version,
    frame: frame.id,
  };
  await append(context, opened);
  openRuns(context).set(run.id, run);
  return frame;
}

interface Nested {
  readonly current: Frame;
  readonly parsed: ParsedRequest;
  readonly scope: Scope;
}

async function openNested(context: GateContext, { current, parsed, scope }: Nested): Promise<Frame> {
  if (current.owner !== context) throw new AmbitError("frame_foreign");
  const id = context.newId();
  const parent = lastScope(current.grant);
  const decision = current.call?.decision;
  const refused = whyNotNested(current, parsed);
  if (refused !== undefined) {
    const to = current.with({ id });
    await appendEdge(context, {
      edge: "delegate",
      from: current,
      to,
      parentScope: parent,
      decision,
      refused,
    });
    throw new AmbitError(refused, { run: current.run.id });
  }
  const met = scopeMeet(parent, { ...scope, depth: Math.min(scope.depth, parent.depth - 1) });
  const frame = current.with({
    id,
    named: namedIn(current, parsed),
    grant: attenuate(current.grant, { id, edge: "delegate", scope: met, parties: ownParties(current) }),
    counter: new Counter(met.budget, current.counter),
    intent: { purpose: parsed.purpose, goal: parsed.goal, source: "run", step: id },
    depth: current.depth + 1,
    branchMax: Math.min(current.branchMax, parsed.branchMax),
    entry: new Entry(id, {
      above: current.entry,
      actors: current.actors,
      calledBy: current.call?.decision,
    }),
    taint: new TaintScope(current.taint),
  });
  await appendEdge(context, { edge: "delegate", from: current, to: frame, parentScope: parent, decision });
  return frame;
}

function namedIn({ call, thread }: Frame, { threadId }: ParsedRequest): NamedThread | undefined {
  return threadId === undefined ? undefined : { id: threadId, call: call?.decision, thread };
}

function whyNotNested(
  current: Frame,
  { subject, tenant, purpose, threadId }: ParsedRequest,
): CodeName | undefined {
  const ended = whyEnded(current);
  if (ended !== undefined) return ended;
  const { run, grant } = current;
  if (subject.id !== run.subject.id || tenant !== run.tenant) return "run_nested_subject";
  const parent = lastScope(grant);
  if (parent.depth === 0) return "depth_exceeded";
  if (threadId !== undefined && current.isForOther(threadId)) return "thread_mismatch";
  return purposeWithin(purpose, parent.purpose) ? undefined : "purpose_outside";
}

function closeRun(context: GateContext, { id, counter }: Run): void {
  openRuns(context).delete(id);
  const counts = { calls: counter.spent("calls"), denials: counter.spent("denials") };
  const record = { type: "closed", run: id, at: context.clock(), ...counts } as const;
  // nothing waits for the end of a run; a missing record shows, since the chain of the run then stays open
  const warn = (): void =>
    process.emitWarning("the end of a run could not be recorded", { code: "AMBIT-D504" });
  try {
    const written = append(context, record);
    if (isThenable(written)) written.then(undefined, warn);
  } catch {
    warn();
  }
}
