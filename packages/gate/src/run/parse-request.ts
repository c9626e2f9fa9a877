import {
  AmbitError,
  type Budget,
  BUDGET_UNITS,
  type BudgetUnit,
  type Clause,
  type JsonObject,
  parseConstraint,
  printConstraint,
  type Subject,
  type ToolScope,
} from "@ambit/core";
import { project } from "../call/project.ts";
import { parseDuration } from "./duration.ts";
import type { AllowedTool, RunRequest } from "./request.ts";

const FIELDS: readonly string[] = [
  "subject",
  "tenant",
  "purpose",
  "goal",
  "input",
  "allow",
  "budget",
  "ttl",
  "branch",
  "depth",
  "threadId",
  "adopt",
] satisfies readonly (keyof RunRequest)[];

const DEFAULT_BUDGET: Budget = { calls: 100, writes: 20, denials: 25 };
const DEFAULT_TTL = "5m";
const DEFAULT_DEPTH = 3;
const MAX_DEPTH = 16;

/** A run request after validation, with its defaults. */
export interface ParsedRequest {
  readonly subject: Subject;
  readonly tenant: string | undefined;
  readonly purpose: string;
  readonly goal: string;
  readonly input: string;
  readonly tools: ToolScope;
  readonly budget: Budget;
  /** Milliseconds. */
  readonly ttl: number;
  readonly branchMax: number;
  /** How many delegations and handoffs may follow each other below the first agent. */
  readonly depth: number;
  readonly threadId: string | undefined;
  readonly adopts: boolean;
}

/** Validates a request; throws `request_invalid` with the name of the first bad field, never its value. */
export function parseRequest(request: RunRequest): ParsedRequest {
  if (typeof request !== "object" || request === null) throw invalid("request");
  const unknown = Object.keys(request).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) throw invalid(unknown);
  const ttl = parseDuration(request.ttl ?? DEFAULT_TTL);
  if (ttl === undefined) throw invalid("ttl");
  return Object.freeze({
    subject: parseSubject(request.subject),
    tenant: optionalText("tenant", request.tenant),
    purpose: text("purpose", request.purpose),
    goal: text("goal", request.goal),
    input: optionalText("input", request.input) ?? "",
    tools: parseAllow(request.allow),
    budget: parseBudget(request.budget),
    ttl,
    branchMax: parseBranch(request.branch),
    depth: parseDepth(request.depth),
    threadId: optionalText("threadId", request.threadId),
    adopts: flag("adopt", request.adopt),
  });
}

function parseSubject(subject: RunRequest["subject"]): Subject {
  if (typeof subject === "string") return { id: text("subject", subject), roles: [], attributes: {} };
  if (typeof subject !== "object" || subject === null) throw invalid("subject");
  const roles = subject.roles ?? [];
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === "string"))
    throw invalid("subject.roles");
  const attributes = project(subject.attributes ?? {})?.value;
  if (typeof attributes !== "object" || attributes === null) throw invalid("subject.attributes");
  return Object.freeze({
    id: text("subject.id", subject.id),
    roles: Object.freeze([...roles]),
    attributes: attributes as JsonObject,
  });
}

function parseAllow(allow: readonly AllowedTool[] | undefined): ToolScope {
  if (allow === undefined) return "any";
  if (!Array.isArray(allow)) throw invalid("allow");
  const tools: Record<string, Clause[]> = Object.create(null);
  allow.forEach((entry: AllowedTool, index) => {
    const field = `allow[${index}]`;
    const clauses = (tools[text(`${field}.tool`, entry?.tool)] ??= []);
    clauses.push(parseClause(field, entry));
  });
  return Object.freeze(tools);
}

function parseClause(field: string, entry: AllowedTool): Clause {
  const args: Record<string, NonNullable<ReturnType<typeof parseConstraint>>> = Object.create(null);
  for (const [name, constraint] of Object.entries(entry.args ?? {})) {
    const own = readConstraint(constraint);
    if (own === undefined) throw invalid(`${field}.args.${name}`);
    args[name] = own;
  }
  if (entry.resources === undefined) return Object.freeze({ args: Object.freeze(args) });
  const isPattern = (pattern: unknown): pattern is string => typeof pattern === "string" && pattern !== "";
  if (!Array.isArray(entry.resources) || !entry.resources.every(isPattern))
    throw invalid(`${field}.resources`);
  return Object.freeze({ args: Object.freeze(args), resources: Object.freeze([...entry.resources]) });
}

/** Reads a constraint through its wire form, so that no object of the caller's stays inside a grant. */
function readConstraint(constraint: unknown): ReturnType<typeof parseConstraint> {
  try {
    return parseConstraint(printConstraint(constraint as Parameters<typeof printConstraint>[0]));
  } catch {
    return undefined;
  }
}

function parseBudget(budget: Budget | undefined): Budget {
  if (budget === undefined) return DEFAULT_BUDGET;
  if (typeof budget !== "object" || budget === null) throw invalid("budget");
  for (const [unit, limit] of Object.entries(budget)) {
    if (!BUDGET_UNITS.includes(unit as BudgetUnit)) throw invalid(`budget.${unit}`);
    if (!Number.isSafeInteger(limit) || (limit as number) < 0) throw invalid(`budget.${unit}`);
  }
  return Object.freeze({ ...DEFAULT_BUDGET, ...budget });
}

function parseBranch(branch: RunRequest["branch"]): number {
  if (branch === undefined) return Infinity;
  const { max, ...more } = branch ?? {};
  if (Object.keys(more).length > 0) throw invalid("branch");
  if (!Number.isSafeInteger(max) || max < 1) throw invalid("branch.max");
  return max;
}

function parseDepth(depth: number | undefined): number {
  if (depth === undefined) return DEFAULT_DEPTH;
  if (!Number.isSafeInteger(depth) || depth < 0 || depth > MAX_DEPTH) throw invalid("depth");
  return depth;
}

function text(field: string, value: unknown): string {
  if (typeof value !== "string" || value.length === 0) throw invalid(field);
  return value;
}

function optionalText(field: string, value: unknown): string | undefined {
  return value === undefined ? undefined : text(field, value);
}

function flag(field: string, value: unknown): boolean {
  if (value !== undefined && typeof value !== "boolean") throw invalid(field);
  return value === true;
}

function invalid(field: string): AmbitError {
  return new AmbitError("request_invalid", { field });
}
