import {
  type JsonObject,
  type PolicyRequest,
  type Principal,
  sensitivityRank,
  type TaintMarks,
} from "@ambit/core";
import type { Run } from "../run/run.ts";
import type { Authorized } from "./authorize.ts";
import { actorOf, type Derived } from "./derive.ts";
import { KnownFacts } from "../provenance/known-facts.ts";

/** A call as the policy is asked about it. */
export function policyRequest({ parts: { derived, frame } }: Authorized): PolicyRequest {
  const { call, entry, resources, sensitivity, intent } = derived.parts;
  const { subject, tenant } = frame.run;
  const principals: Principal[] = [{ id: subject.id, roles: subject.roles }];
  for (const actor of frame.actors) principals.push({ id: actor });
  const request: PolicyRequest = {
    principals,
    tool: call.tool,
    action: entry.action,
    resources,
    sensitivity,
    intent: intent.purpose,
    depth: frame.depth,
    env: environment(derived),
    args: call.args,
    provenance: new KnownFacts(derived),
  };
  return tenant === undefined ? request : { tenant, ...request };
}

/** What conditions can read as `env.…`. */
function environment({ parts }: Derived): JsonObject {
  const { frame, history, siblings, step, attempt } = parts;
  const { run } = frame;
  const marks = marksOf(parts);
  const env: Record<string, JsonObject[string]> = {
    attempt: history.attempt,
    branch: siblings > 1,
    siblings,
    tainted: marks.untrusted,
    seen: sensitivityRank(marks.seen),
    generation: frame.goalGeneration,
    hour: new Date(attempt.at).getUTCHours(),
    subject: subjectOf(run),
    actor: actorOf(frame),
  };
  if (run.tenant !== undefined) env["tenant"] = run.tenant;
  if (step?.model !== undefined) env["model"] = step.model;
  return env;
}

/**
 * What had been read when the call was made up. A model has seen no more than its turn had: siblings do not race. Of an
 * older turn, of a call that no turn names, and of what code calls, nobody knows: then all that has been read by now.
 */
function marksOf({ frame, step, attempt }: Derived["parts"]): TaintMarks {
  const isLatest = step !== undefined && frame.steps.isLatest(step, attempt.host);
  return (isLatest ? step.marks : undefined) ?? frame.taint.marks;
}

/** Attributes of the subject; its id cannot be one of them. */
function subjectOf({ subject }: Run): JsonObject {
  return Object.assign(Object.create(null) as Record<string, JsonObject[string]>, subject.attributes, {
    id: subject.id,
  });
}
