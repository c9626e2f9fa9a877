import {
  canonicalResource,
  type CodeName,
  type JsonObject,
  parseSensitivity,
  type Resolved,
  type Sensitivity,
  type ToolEntry,
} from "@ambit/core";
import type { Attempt } from "./attempt.ts";
import { isLate, within } from "./enclose.ts";

interface Target {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly resources: readonly string[];
}

type Answer = { readonly resources: readonly string[]; readonly sensitivity: Sensitivity };

/** Asks the manifest's trusted resolver, when there is one, what the call would touch. */
export async function resolveCall(
  { context, frame }: Attempt,
  { entry, args, resources }: Target,
): Promise<Answer | { readonly reason: CodeName }> {
  if (entry.resolve === undefined) return { resources, sensitivity: entry.sensitivity };
  const resolver = context.resolvers.get(entry.resolve);
  if (resolver === undefined) return { reason: "resolver_unavailable" };
  const tenant = frame?.run.tenant;
  const question = { tool: entry.tool, args, resources, ...(tenant === undefined ? {} : { tenant }) };
  let resolved: unknown;
  try {
    resolved = await within(resolver(question), context.stageTimeoutMs);
  } catch {
    return { reason: "resolver_unavailable" };
  }
  if (isLate(resolved)) return { reason: "resolver_unavailable" };
  return readAnswer(resolved, { resources, sensitivity: entry.sensitivity });
}

function readAnswer(resolved: unknown, fallback: Answer): Answer | { readonly reason: CodeName } {
  if (typeof resolved !== "object" || resolved === null) return { reason: "resolver_unavailable" };
  const { resource, sensitivity } = resolved as Resolved;
  const level = sensitivity === undefined ? fallback.sensitivity : parseSensitivity(sensitivity);
  const isText = resource === undefined || typeof resource === "string";
  if (level === undefined || !isText) return { reason: "resolver_unavailable" };
  return {
    resources: resource === undefined ? fallback.resources : [canonicalResource(resource)],
    sensitivity: level,
  };
}
