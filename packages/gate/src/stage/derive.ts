import {
  type Awaitable,
  type CodeName,
  type Intent,
  type JsonObject,
  type Sensitivity,
  type ToolCall,
  type ToolEntry,
} from "@ambit/core";
import { digestOf } from "../call/digest.ts";
import type { Frame } from "../frame/frame.ts";
import { protectionsOf } from "../protect/protected-paths.ts";
import { isSelfProtected } from "../protect/self-protected.ts";
import type { History } from "../run/attempts.ts";
import type { Step } from "../run/steps.ts";
import { siblingsOf } from "../edge/siblings.ts";
import type { Attempt } from "./attempt.ts";
import { andThen } from "./awaiting.ts";
import { type DecisionFacts, Denied } from "./denied.ts";
import { deriveArguments, type DerivedArguments } from "./derive-arguments.ts";
import { deriveTarget } from "./derive-target.ts";

interface DerivedParts {
  readonly attempt: Attempt;
  readonly frame: Frame;
  readonly entry: ToolEntry;
  readonly call: ToolCall;
  /** The tool's private copy of the arguments (L5). */
  readonly copy: unknown;
  readonly resources: readonly string[];
  readonly sensitivity: Sensitivity;
  readonly step: Step | undefined;
  readonly intent: Intent;
  readonly history: History;
  readonly siblings: number;
}

/** The call in the words of the policy. Only this module can make one. */
class DerivedCall {
  readonly #parts: DerivedParts;
  constructor(parts: DerivedParts) {
    this.#parts = Object.freeze(parts);
  }
  static is(value: unknown): value is DerivedCall {
    return typeof value === "object" && value !== null && #parts in value;
  }
  get parts(): DerivedParts {
    return this.#parts;
  }
}

export type Derived = DerivedCall;
export const isDerived = (value: unknown): value is Derived => DerivedCall.is(value);

/** First stage: intent, resources, action and provenance of a call, and its arguments as plain data. */
export function derive(attempt: Attempt): Awaitable<Derived | Denied> {
  const found = findCall(attempt);
  if (typeof found === "string") return new Denied("derive", found);
  return andThen(deriveArguments(attempt.host, found.entry), (args) =>
    typeof args === "string" ? new Denied("derive", args) : deriveCall(attempt, found, args),
  );
}

function deriveCall(
  attempt: Attempt,
  { frame, entry }: Found,
  args: DerivedArguments,
): Awaitable<Derived | Denied> {
  const { context, host } = attempt;
  const call = toolCall(entry.tool, args.value, { digest: digestOf(args.value), callId: host.callId });
  const step = frame.steps.find(host);
  const intent = step?.intent ?? frame.intent;
  const asked = { purpose: intent.purpose, task: taskOf(attempt, call) };
  const history = frame.run.attempts.look(frame, entry.tool, asked);
  const siblings = siblingsOf(frame, step, host);
  const { digest } = call;
  const { action } = entry;
  const facts: DecisionFacts = {
    digest,
    action,
    purpose: intent.purpose,
    attempt: history.attempt,
    siblings,
  };

  const { subject, tenant } = frame.run;
  return andThen(deriveTarget(attempt, { entry, args: call.args, subject: subject.id, tenant }), (target) => {
    if ("reason" in target) return new Denied("derive", target.reason, facts);
    const { resources, sensitivity } = target;
    const protections = protectionsOf(context, attempt.policy);
    if (isSelfProtected(protections, { entry, args: call.args, resources })) {
      return new Denied("derive", "self_protected", { ...facts, resources });
    }
    // one literal: spreads into a fresh object are several times as slow
    return new DerivedCall({
      attempt,
      frame,
      entry,
      call,
      copy: args.copy,
      step,
      intent,
      history,
      siblings,
      resources,
      sensitivity,
    });
  });
}

interface Found {
  readonly frame: Frame;
  readonly entry: ToolEntry;
}

/** Whose call of which tool it is. */
function findCall({ context, policy, frame, host }: Attempt): Found | CodeName {
  if (frame === undefined) return "no_run";
  if (frame.owner !== context) return "frame_foreign";
  if (typeof host.tool !== "string") return "call_invalid";
  const entry = policy.manifest(host.tool);
  return entry === undefined ? "tool_unknown" : { frame, entry };
}

/** The actor of a frame: its current agent, or the subject that acts itself. */
export function actorOf(frame: Frame): string {
  return frame.actors.at(-1) ?? frame.run.subject.id;
}

/**
 * Identifies the host's task and call, so that a task that runs again counts as a retry.
 *
 * A task may call one tool several times: without an id, calls with other arguments are other calls.
 */
function taskOf({ host }: Attempt, { callId, digest }: ToolCall): string | undefined {
  if (host.task === undefined) return undefined;
  return JSON.stringify([host.task, callId ?? null, host.tool, callId === undefined ? digest : null]);
}

function toolCall(
  tool: string,
  args: JsonObject,
  { digest, callId }: { readonly digest: string; readonly callId: string | undefined },
): ToolCall {
  return Object.freeze(callId === undefined ? { tool, args, digest } : { tool, args, digest, callId });
}
