import { parseConstraint } from "../constraint/parse.ts";
import type { Constraint } from "../constraint/constraint.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { SENSITIVITIES, type Sensitivity } from "../sensitivity/sensitivity.ts";
import { type Budget, BUDGET_UNITS } from "./budget.ts";
import type { Clause, Scope, ToolScope } from "./grant.ts";

/** Reads a scope as `printScope` has written it; undefined for anything else. */
export function parseScope(json: unknown): Scope | undefined {
  if (!isObject(json)) return undefined;
  const { sensitivity, expiresAt, depth, purpose } = json;
  const tools = parseTools(json["tools"]);
  const budget = parseBudget(json["budget"]);
  const isRanked = (SENSITIVITIES as readonly unknown[]).includes(sensitivity);
  if (tools === undefined || budget === undefined || !isRanked) return undefined;
  if (typeof expiresAt !== "number" || typeof purpose !== "string" || !isCount(depth)) return undefined;
  return Object.freeze({ tools, budget, sensitivity: sensitivity as Sensitivity, expiresAt, depth, purpose });
}

function parseTools(json: unknown): ToolScope | undefined {
  if (json === "any") return json;
  if (!isObject(json)) return undefined;
  const tools = Object.entries(json).map(
    ([tool, clauses]) => [tool, parseAll(clauses, parseClause)] as const,
  );
  return tools.every(([, clauses]) => clauses !== undefined)
    ? Object.freeze(Object.fromEntries(tools as (readonly [string, readonly Clause[]])[]))
    : undefined;
}

function parseClause(json: unknown): Clause | undefined {
  if (!isObject(json) || !isObject(json["args"])) return undefined;
  const args = Object.entries(json["args"]).map(
    ([name, constraint]) => [name, parseConstraint(constraint as JsonValue)] as const,
  );
  if (!args.every(([, constraint]) => constraint !== undefined)) return undefined;
  const own = Object.freeze(Object.fromEntries(args as (readonly [string, Constraint])[]));
  if (!Object.hasOwn(json, "resources")) return Object.freeze({ args: own });
  const resources = parseAll(json["resources"], (pattern) =>
    typeof pattern === "string" ? pattern : undefined,
  );
  return resources === undefined ? undefined : Object.freeze({ args: own, resources });
}

function parseBudget(json: unknown): Budget | undefined {
  if (!isObject(json)) return undefined;
  const isLimit = ([unit, limit]: readonly [string, unknown]): boolean =>
    (BUDGET_UNITS as readonly string[]).includes(unit) && isCount(limit);
  return Object.entries(json).every(isLimit) ? Object.freeze({ ...(json as Budget) }) : undefined;
}

function parseAll<T>(json: unknown, parse: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const parsed = json.map(parse);
  return parsed.every((item) => item !== undefined) ? Object.freeze(parsed as readonly T[]) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
