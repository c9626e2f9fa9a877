import {
  AmbitError,
  canonicalResource,
  type CodeName,
  expandTemplate,
  type Grant,
  type JsonObject,
  parseSensitivity,
  type PolicyRequest,
  type Principal,
  type ToolEntry,
} from "@ambit/core";

import type { CallSpec } from "./call-schema.ts";
import { parseCall } from "./parse-call.ts";
import { readGrant } from "./read-grant.ts";

/** A described call, ready to be decided. */
export interface DescribedCall {
  readonly request: PolicyRequest;
  /** Of the links in the description; undefined when it has none. */
  readonly grant: Grant | undefined;
  /** Set when a resource of the call has no canonical form: the gate refuses such a call before it is decided. */
  readonly refused?: CodeName;
}

/** What describing a call needs of a policy. */
export interface Manifest {
  manifest(tool: string): ToolEntry | undefined;
}

/**
 * Turns the description of a call into a request to the policy, with what the manifest says of the tool.
 *
 * `now` is in milliseconds since the epoch and gives `env.hour`. Throws `CallError` when the description is not valid.
 */
export function describeCall(
  value: unknown,
  { policy, now }: { readonly policy: Manifest; readonly now: number },
): DescribedCall {
  const spec = parseCall(value);
  const subject = subjectOf(spec);
  const actors = spec.actors ?? (spec.actor === undefined ? [] : [spec.actor]);
  const entry = policy.manifest(spec.tool);
  const { resources, refused } = targetOf(spec, subject.id, entry);
  const request = {
    ...factsOf(spec, entry),
    principals: [principalOf(subject), ...actors.map((id) => ({ id }))],
    resources,
    depth: spec.depth ?? Math.max(0, actors.length - 1),
    env: environment(spec, { subject, actor: actors.at(-1) ?? subject.id, now }),
  };
  const grant = spec.grant === undefined ? undefined : readGrant(spec.grant, spec.purpose);
  return refused === undefined ? { request, grant } : { request, grant, refused };
}

function factsOf(
  { tool, action, sensitivity, purpose, args = {}, tenant }: CallSpec,
  entry: ToolEntry | undefined,
): Pick<PolicyRequest, "tool" | "action" | "sensitivity" | "intent" | "args" | "tenant"> {
  return {
    tool,
    action: action ?? entry?.action ?? "unknown",
    sensitivity: parseSensitivity(sensitivity) ?? entry?.sensitivity ?? "restricted",
    intent: purpose,
    args,
    ...(tenant === undefined ? {} : { tenant }),
  };
}

interface Subject {
  readonly id: string;
  readonly roles: readonly string[];
  readonly attributes: JsonObject;
}

function subjectOf({ subject, roles = [] }: CallSpec): Subject {
  if (typeof subject === "string") return { id: subject, roles, attributes: {} };
  const { id, attributes = {} } = subject;
  return { id, roles: [...roles, ...(subject.roles ?? [])], attributes };
}

function principalOf({ id, roles }: Subject): Principal {
  return roles.length === 0 ? { id } : { id, roles };
}

function environment(
  { env = {}, tenant }: CallSpec,
  { subject, actor, now }: { readonly subject: Subject; readonly actor: string; readonly now: number },
): JsonObject {
  return {
    attempt: 1,
    branch: false,
    siblings: 1,
    tainted: false,
    seen: 0,
    generation: 1,
    hour: new Date(now).getUTCHours(),
    subject: { ...subject.attributes, id: subject.id },
    actor,
    ...(tenant === undefined ? {} : { tenant }),
    ...env,
  };
}

function targetOf(
  { resource, tool, args = {}, tenant }: CallSpec,
  subject: string,
  entry: ToolEntry | undefined,
): { readonly resources: readonly string[]; readonly refused?: CodeName } {
  const variables = tenant === undefined ? { args, subject } : { args, subject, tenant };
  try {
    const named = typeof resource === "string" ? [resource] : resource;
    const resources =
      named?.map(canonicalResource) ??
      (entry?.resources ?? []).flatMap((template) => expandTemplate(template, variables));
    return { resources: resources.length === 0 ? [`tool:${tool}`] : resources };
  } catch (error) {
    if (AmbitError.find(error)?.reason !== "resource_invalid") throw error;
    return { resources: [`tool:${tool}`], refused: "resource_invalid" };
  }
}
