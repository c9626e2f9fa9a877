import type { DecisionRecord, JsonObject } from "@ambit/core";
import { actorsOf } from "../frame/actors.ts";
import type { Attempt } from "../stage/attempt.ts";
import type { DecisionFacts, Denied } from "../stage/denied.ts";
import { recordedArguments } from "./recorded.ts";

/** The run under which calls outside any run are recorded. */
export const OUTSIDE = "outside";

interface Verdict {
  readonly effect: DecisionRecord["effect"];
  readonly stage: DecisionRecord["stage"];
  readonly reason?: Denied["reason"];
  readonly facts: DecisionFacts;
  readonly full?: boolean;
}

/** The record of a decision, made from what the stages found out before it ended. */
export function decisionRecord(attempt: Attempt, { facts, full = false, ...verdict }: Verdict): DecisionRecord {
  const { context, frame, host } = attempt;
  const tool = typeof host.tool === "string" ? host.tool : "?";
  const entry = context.policy.manifest(tool);
  const { args, ...known } = facts;
  const record = full ? "full" : context.record;
  return {
    type: "decision",
    run: frame?.run.id ?? OUTSIDE,
    at: attempt.at,
    decision: attempt.id,
    frame: frame?.id ?? OUTSIDE,
    subject: frame?.run.subject.id ?? OUTSIDE,
    actors: actorsOf(frame),
    tool,
    ...(typeof host.callId === "string" ? { callId: host.callId } : {}),
    attempt: 1,
    siblings: 1,
    depth: frame?.depth ?? 0,
    policy: context.policy.version,
    ...verdict,
    ...known,
    ...(args === undefined || entry === undefined
      ? {}
      : { args: recordedArguments(entry, args as JsonObject, record) }),
  };
}
