import {
  AmbitError,
  type Awaitable,
  canonicalResource,
  type CodeName,
  expandTemplate,
  type JsonObject,
  parseSensitivity,
  type Resolved,
  type Sensitivity,
  type ToolEntry,
} from "@ambit/core";
import type { Attempt } from "./attempt.ts";
import { isLate, within } from "./awaiting.ts";

interface Question {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly subject: string;
  readonly tenant: string | undefined;
}

interface Target {
  readonly resources: readonly string[];
  readonly sensitivity: Sensitivity;
}

type Answer = Target | { readonly reason: CodeName };

const NO_ANSWER: Answer = { reason: "resolver_unavailable" };

/** What a call would touch, by the manifest's templates or its trusted resolver. */
export function deriveTarget(attempt: Attempt, question: Question): Awaitable<Answer> {
  const { entry, args, subject, tenant } = question;
  const variables = tenant === undefined ? { args, subject } : { args, subject, tenant };
  try {
    const expanded = entry.resources.flatMap((template) => expandTemplate(template, variables));
    const resources = expanded.length === 0 ? [`tool:${entry.tool}`] : expanded;
    const target = { resources, sensitivity: entry.sensitivity };
    return entry.resolve === undefined ? target : resolve(attempt, question, target);
  } catch (error) {
    return invalidOrThrow(error);
  }
}

async function resolve(
  { context }: Attempt,
  { entry, args, tenant }: Question,
  target: Target,
): Promise<Answer> {
  const resolver = context.resolvers.get(entry.resolve ?? "");
  if (resolver === undefined) return NO_ANSWER;
  const asked = { tool: entry.tool, args, resources: target.resources };
  let resolved: unknown;
  try {
    const answer = resolver(tenant === undefined ? asked : { ...asked, tenant });
    resolved = await within(answer, context.stageTimeoutMs);
  } catch {
    return NO_ANSWER;
  }
  return isLate(resolved) ? NO_ANSWER : readAnswer(resolved, target);
}

function readAnswer(resolved: unknown, target: Target): Answer {
  if (typeof resolved !== "object" || resolved === null) return NO_ANSWER;
  const { resource, sensitivity } = resolved as Resolved;
  const level = sensitivity === undefined ? target.sensitivity : parseSensitivity(sensitivity);
  if (level === undefined || (resource !== undefined && typeof resource !== "string")) return NO_ANSWER;
  try {
    const resources = resource === undefined ? target.resources : [canonicalResource(resource)];
    return { resources, sensitivity: level };
  } catch (error) {
    return invalidOrThrow(error);
  }
}

function invalidOrThrow(error: unknown): Answer {
  if (AmbitError.find(error)?.reason === "resource_invalid") return { reason: "resource_invalid" };
  throw error;
}
