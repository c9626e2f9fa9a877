import {
  AmbitError,
  canonicalJson,
  type CodeName,
  expandTemplate,
  type Intent,
  type JsonObject,
  type JsonValue,
  type Sensitivity,
  type ToolCall,
  type ToolEntry,
} from "@ambit/core";
import { digestText } from "../call/digest.ts";
import { copyPlain, project } from "../call/project.ts";
import type { Frame } from "../frame/frame.ts";
import { isSelfProtected } from "../protect/self-protected.ts";
import type { History } from "../run/attempts.ts";
import type { Step } from "../run/steps.ts";
import type { Attempt } from "./attempt.ts";
import { type DecisionFacts, Denied } from "./denied.ts";
import { resolveCall } from "./resolve.ts";

interface DerivedParts {
  readonly attempt: Attempt;
  readonly frame: Frame;
  readonly entry: ToolEntry;
  readonly call: ToolCall;
  /** Canonical JSON of the call's arguments: what the digest covers. */
  readonly canonicalArgs: string;
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
export async function derive(attempt: Attempt): Promise<Derived | Denied> {
  const { context, host } = attempt;
  const found = findCall(attempt);
  if (typeof found === "string") return new Denied("derive", found);
  const { frame, entry } = found;
  const args = await deriveArguments(attempt);
  if (typeof args === "string") return new Denied("derive", args);
  const canonicalArgs = canonicalJson(args.value);
  const call = toolCall(entry.tool, args.value, { digest: digestText(canonicalArgs), callId: host.callId });

  const step = frame.run.steps.find(host.place, host.callId);
  const intent = step?.intent ?? frame.intent;
  const asked = { purpose: intent.purpose, task: taskOf(attempt) };
  const history = frame.run.attempts.look(actorOf(frame), entry.tool, asked);
  const siblings = step?.siblings ?? host.siblings ?? 1;
  const facts: DecisionFacts = {
    digest: call.digest,
    action: entry.action,
    purpose: intent.purpose,
    attempt: history.attempt,
    siblings,
  };

  const target = await deriveTarget(attempt, { entry, args: call.args, tenant: frame.run.tenant });
  if ("reason" in target) return new Denied("derive", target.reason, facts);
  if (isSelfProtected(context.protectedPaths, { entry, args: call.args, resources: target.resources })) {
    return new Denied("derive", "self_protected", { ...facts, resources: target.resources });
  }
  const parts = {
    attempt,
    frame,
    entry,
    call,
    canonicalArgs,
    copy: args.copy,
    step,
    intent,
    history,
    siblings,
  };
  return new DerivedCall({ ...parts, ...target });
}

/** Whose call of which tool it is. */
function findCall({
  context,
  frame,
  host,
}: Attempt): { readonly frame: Frame; readonly entry: ToolEntry } | CodeName {
  if (frame === undefined) return "no_run";
  if (frame.owner !== context) return "frame_foreign";
  if (typeof host.tool !== "string") return "call_invalid";
  const entry = context.policy.manifest(host.tool);
  return entry === undefined ? "tool_unknown" : { frame, entry };
}

/** The actor of a frame: its current agent, or the subject that acts itself. */
export function actorOf(frame: Frame): string {
  return frame.actors.at(-1) ?? frame.run.subject.id;
}

/** Identifies the host's task and call, so that a task that runs again counts as a retry. */
function taskOf({ host }: Attempt): string | undefined {
  return host.task === undefined ? undefined : JSON.stringify([host.task, host.callId ?? null, host.tool]);
}

function toolCall(
  tool: string,
  args: JsonObject,
  { digest, callId }: { readonly digest: string; readonly callId: string | undefined },
): ToolCall {
  return Object.freeze(callId === undefined ? { tool, args, digest } : { tool, args, digest, callId });
}

/** The frozen projection of the arguments, and a second copy that is equal to it. */
async function deriveArguments({ host }: Attempt): Promise<{ value: JsonObject; copy: unknown } | CodeName> {
  const projection = project(host.args);
  if (projection === undefined) return "args_opaque";
  const value = asObject(projection.value);
  if (projection.rebuildable) return { value, copy: copyPlain(host.args) };
  // A class instance can be rebuilt only by the tool's own schema, from the raw input and to the same projection.
  if (host.parse === undefined || project(host.raw) === undefined) return "args_unstable";
  const copy = await host.parse(copyPlain(host.raw));
  const again = project(copy);
  const stable = again !== undefined && canonicalJson(again.value) === canonicalJson(projection.value);
  return stable ? { value, copy } : "args_unstable";
}

/** Tools with a single text argument get it under the name `input`, as LangChain does. */
function asObject(value: JsonValue): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : Object.freeze({ input: value });
}

interface Target {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly tenant: string | undefined;
}

async function deriveTarget(
  attempt: Attempt,
  { entry, args, tenant }: Target,
): Promise<{ resources: readonly string[]; sensitivity: Sensitivity } | { reason: CodeName }> {
  const variables = tenant === undefined ? { args } : { args, tenant };
  try {
    const expanded = entry.resources.flatMap((template) => expandTemplate(template, variables));
    const resources = expanded.length === 0 ? [`tool:${entry.tool}`] : expanded;
    return await resolveCall(attempt, { entry, args, resources });
  } catch (error) {
    if (AmbitError.find(error)?.reason === "resource_invalid") return { reason: "resource_invalid" };
    throw error;
  }
}
