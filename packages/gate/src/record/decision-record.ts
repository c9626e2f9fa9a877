import type { DecisionRecord, JsonObject } from "@ambit/core";
import type { Frame } from "../frame/frame.ts";
import type { Attempt } from "../stage/attempt.ts";
import type { DecisionFacts, Denied } from "../stage/denied.ts";
import { recordedArguments } from "./recorded.ts";

/** The run under which calls outside any run are recorded. */
const OUTSIDE = "outside";

interface Verdict {
  readonly effect: DecisionRecord["effect"];
  readonly stage: DecisionRecord["stage"];
  readonly reason?: Denied["reason"];
  readonly facts: DecisionFacts;
  readonly full?: boolean;
}

/** The record of a decision, made from what the stages found out before it ended. */
export function decisionRecord(attempt: Attempt, verdict: Verdict): DecisionRecord {
  const { context, host } = attempt;
  const { facts, full = false, ...said } = verdict;
  const { args, ...known } = facts;
  const tool = typeof host.tool === "string" ? host.tool : "?";
  const entry = args === undefined ? undefined : context.policy.manifest(tool);
  return {
    type: "decision",
    ...whereabouts(attempt.frame),
    at: attempt.at,
    decision: attempt.id,
    tool,
    ...(typeof host.callId === "string" ? { callId: host.callId } : {}),
    attempt: 1,
    siblings: 1,
    policy: context.policy.version,
    ...said,
    ...known,
    ...(entry === undefined
      ? {}
      : { args: recordedArguments(entry, args as JsonObject, full ? "full" : context.record) }),
  };
}

function whereabouts(
  frame: Frame | undefined,
): Pick<DecisionRecord, "run" | "frame" | "subject" | "actors" | "depth"> {
  if (frame === undefined) return { run: OUTSIDE, frame: OUTSIDE, subject: OUTSIDE, actors: [], depth: 0 };
  const { run, id, actors, depth } = frame;
  return { run: run.id, frame: id, subject: run.subject.id, actors, depth };
}
