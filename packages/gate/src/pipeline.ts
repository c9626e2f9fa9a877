import type { Awaitable } from "@ambit/core";
import type { HostCall, ToolBody } from "./call/host-call.ts";
import type { GuardOutcome } from "./call/outcome.ts";
import type { GateContext } from "./context.ts";
import type { Reached } from "./record/decision-record.ts";
import { type Attempt, beginAttempt } from "./stage/attempt.ts";
import { isThenable } from "./stage/awaiting.ts";
import { authorize, type Authorized, isAuthorized } from "./stage/authorize.ts";
import { decide, type Decided, isDecided } from "./stage/decide.ts";
import { Denied } from "./stage/denied.ts";
import { derive, isDerived } from "./stage/derive.ts";
import { enclose } from "./stage/enclose.ts";
import { execute, isExecuted } from "./stage/execute.ts";
import { oblige } from "./stage/oblige.ts";
import { isPermit, type Permit } from "./stage/permit.ts";
import { isRecorded, record } from "./stage/record.ts";
import { refuse, releaseUnits, suspend } from "./stage/refuse.ts";

/** The stages that every tool call passes. Each accepts only what the one before has made. */
export interface Stages {
  readonly derive: typeof derive;
  readonly authorize: typeof authorize;
  readonly decide: typeof decide;
  readonly oblige: typeof oblige;
  readonly execute: typeof execute;
  readonly record: typeof record;
}

const STAGES: Stages = { derive, authorize, decide, oblige, execute, record };

interface Climb {
  readonly body: ToolBody;
  readonly stages: Stages;
}

/**
 * One tool call, from left to right. Denial is a value, malfunction an exception, and both end closed.
 *
 *     call ─▶ derive ─▶ authorize ─▶ decide ─▶ oblige ─▶ execute ─▶ record
 */
export async function pipeline(
  context: GateContext,
  {
    host,
    body,
    stages = STAGES,
  }: { readonly host: HostCall; readonly body: ToolBody; readonly stages?: Stages },
): Promise<GuardOutcome> {
  const attempt = beginAttempt(context, host);
  // the run is recorded as ended only when the calls under way have settled
  const settled = attempt.frame?.beginCall();
  try {
    return await climb(attempt, { body, stages });
  } finally {
    settled?.();
  }
}

async function climb(attempt: Attempt, { body, stages }: Climb): Promise<GuardOutcome> {
  const { context } = attempt;

  // both are awaited in any case: calls that begin together are all seen, and all authorized, before one of them is over, so
  // that none is a retry of another or pays for its denial
  const derived = await enclose(context, { stage: "derive", is: isDerived }, () => stages.derive(attempt));
  if (derived instanceof Denied) return denied(attempt, derived, undefined);

  const authorized = await enclose(context, { stage: "authorize", is: isAuthorized }, () =>
    stages.authorize(derived),
  );
  if (authorized instanceof Denied) return denied(attempt, authorized, derived);

  // from here on what needs no time is not awaited: each promise costs as much as a stage
  const deciding = enclose(context, { stage: "decide", is: isDecided }, () => stages.decide(authorized));
  const decided = isThenable(deciding) ? await deciding : deciding;
  if (decided instanceof Denied) return unused(authorized, decided, authorized);

  const obliging = obligeOrSuspend(context, decided, stages);
  const permit = isThenable(obliging) ? await obliging : obliging;
  if (permit instanceof Denied) return unused(authorized, permit, decided);
  return perform(permit, { authorized, decided }, { body, stages });
}

interface Licensed {
  readonly authorized: Authorized;
  readonly decided: Decided;
}

/** The second half: behind the permit. */
async function perform(
  permit: Permit,
  { authorized, decided }: Licensed,
  { body, stages }: Climb,
): Promise<GuardOutcome> {
  const { attempt } = authorized.parts.derived.parts;
  const { context } = attempt;
  const executing = enclose(context, { stage: "execute", is: isExecuted, timeoutMs: Infinity }, () =>
    stages.execute(permit, body),
  );
  const executed = isThenable(executing) ? await executing : executing;
  if (executed instanceof Denied) return unused(authorized, executed, decided);

  const recording = enclose(context, { stage: "record", is: isRecorded }, () => stages.record(executed));
  const recorded = isThenable(recording) ? await recording : recording;
  if (recorded instanceof Denied) return withheld(attempt, recorded, decided);
  if (recorded.parts.threw) throw recorded.parts.value;
  return { kind: "ran", value: recorded.parts.value };
}

/** People take their time: their handler bounds the wait by the question's lifetime. */
function obligeOrSuspend(context: GateContext, decided: Decided, stages: Stages): Awaitable<Permit | Denied> {
  if (decided.parts.effect === "allow") {
    return enclose(context, { stage: "oblige", is: isPermit }, () => stages.oblige(decided));
  }
  const patient = { stage: "oblige", is: isPermit, timeoutMs: Infinity } as const;
  const asking = async (): Promise<Permit | Denied> =>
    enclose(context, patient, () => stages.oblige(decided));
  return asking().catch((suspension: unknown) => suspend(decided, suspension));
}

/** The tool has run: what cannot be recorded is withheld, and the run ends. */
function withheld(attempt: Attempt, refusal: Denied, decided: Decided): Promise<GuardOutcome> {
  attempt.frame?.run.close();
  return denied(attempt, refusal, decided);
}

/** Ends a call whose budget was reserved and will not be used. */
function unused(authorized: Authorized, refusal: Denied, reached: Reached): Promise<GuardOutcome> {
  releaseUnits(authorized);
  return denied(authorized.parts.derived.parts.attempt, refusal, reached);
}

async function denied(attempt: Attempt, refusal: Denied, reached: Reached): Promise<GuardOutcome> {
  return { kind: "denied", denial: await refuse(attempt, refusal, reached) };
}
