import type { DecisionRecord } from "@ambit/core";
import type { Frame } from "../frame/frame.ts";
import { type Authorized, isAuthorized } from "../stage/authorize.ts";
import type { Attempt } from "../stage/attempt.ts";
import { type Decided, isDecided } from "../stage/decide.ts";
import type { DecisionFacts, Denied } from "../stage/denied.ts";
import { type Derived, isDerived } from "../stage/derive.ts";
import { recordedArguments } from "./recorded.ts";

/** The furthest that the stages came with a call. */
export type Reached = Derived | Authorized | Decided | undefined;

interface Verdict {
  readonly effect: DecisionRecord["effect"];
  readonly stage: DecisionRecord["stage"];
  readonly reason?: Denied["reason"];
  /** What the stage that ended the call says beyond what it was given. */
  readonly facts?: DecisionFacts;
}

type Draft = { -readonly [Member in keyof DecisionRecord]: DecisionRecord[Member] };

/** The run under which calls outside any run are recorded. */
const OUTSIDE = "outside";

/** The record of a decision, from what the stages found out before it ended. */
export function decisionRecord(attempt: Attempt, verdict: Verdict, reached: Reached): DecisionRecord {
  const record = begin(attempt, verdict);
  const decided = isDecided(reached) ? reached : undefined;
  const authorized = authorizedOf(reached);
  const derived = derivedOf(reached);
  // assigned one by one: spreads into fresh objects are several times as slow, and this is on the path of every call
  if (derived !== undefined) addDerived(record, derived, howToRecord(attempt, decided));
  if (authorized !== undefined) addAuthorized(record, authorized);
  if (decided !== undefined) Object.assign(record, decided.parts.facts);
  return verdict.facts === undefined ? record : Object.assign(record, verdict.facts);
}

function authorizedOf(reached: Reached): Authorized | undefined {
  return isDecided(reached) ? reached.parts.authorized : isAuthorized(reached) ? reached : undefined;
}

/** The derived call, if the stages came so far. */
export function derivedOf(reached: Reached): Derived | undefined {
  return isDerived(reached) ? reached : authorizedOf(reached)?.parts.derived;
}

function begin({ policy, id, host, frame, at }: Attempt, { effect, stage, reason }: Verdict): Draft {
  const record: Draft = {
    type: "decision",
    run: OUTSIDE,
    at,
    decision: id,
    frame: OUTSIDE,
    subject: OUTSIDE,
    actors: [],
    depth: 0,
    tool: typeof host.tool === "string" ? host.tool : "?",
    attempt: 1,
    siblings: 1,
    policy: policy.version,
    effect,
    stage,
  };
  if (reason !== undefined) record.reason = reason;
  if (typeof host.callId === "string") record.callId = host.callId;
  if (frame !== undefined) addFrame(record, frame);
  return record;
}

function addFrame(record: Draft, { run, id, actors, depth }: Frame): void {
  record.run = run.id;
  record.frame = id;
  record.subject = run.subject.id;
  record.actors = actors;
  record.depth = depth;
}

function addDerived(record: Draft, { parts }: Derived, how: "masked" | "full"): void {
  const { step, entry, call, intent, history } = parts;
  if (step !== undefined) record.step = step.id;
  record.action = entry.action;
  record.resources = parts.resources;
  record.sensitivity = parts.sensitivity;
  record.purpose = intent.purpose;
  record.digest = call.digest;
  record.args = recordedArguments(entry, call.args, how);
  record.attempt = history.attempt;
  record.siblings = parts.siblings;
}

function addAuthorized(record: Draft, { parts: { frame, detail } }: Authorized): void {
  record.frame = frame.id;
  if (detail !== undefined) record.detail = detail;
}

function howToRecord({ context }: Attempt, decided: Decided | undefined): "masked" | "full" {
  const demanded = decided?.parts.obligations.some(({ kind }) => kind === "log:full") ?? false;
  return demanded ? "full" : context.record;
}
