import {
  AmbitError,
  type Awaitable,
  canonicalResource,
  type CodeName,
  compileTemplate,
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
    const expanded = templatesOf(entry).flatMap((expand) => expand(variables));
    const resources = expanded.length === 0 ? [`tool:${entry.tool}`] : expanded;
    const target = { resources, sensitivity: entry.sensitivity };
    return entry.resolve === undefined ? target : resolve(attempt, question, target);
  } catch (error) {
    return invalidOrThrow(error);
  }
}

// by entry: a policy's manifest is immutable, and reading a template costs more than expanding it
const templates = new WeakMap<ToolEntry, readonly ReturnType<typeof compileTemplate>[]>();

function templatesOf(entry: ToolEntry): readonly ReturnType<typeof compileTemplate>[] {
  let compiled = templates.get(entry);
  if (compiled === undefined) {
    compiled = entry.resources.map(compileTemplate);
    templates.set(entry, compiled);
  }
  return compiled;
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
