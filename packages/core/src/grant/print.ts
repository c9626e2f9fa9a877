import { printConstraint } from "../constraint/algebra.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { Clause, Scope, ToolScope } from "./grant.ts";

/** A scope as a record holds it: constraints in their wire form. */
export function printScope(scope: Scope): JsonObject {
  const { tools, sensitivity, budget, expiresAt, depth, purpose } = scope;
  return { tools: printTools(tools), sensitivity, budget: { ...budget }, expiresAt, depth, purpose };
}

function printTools(tools: ToolScope): JsonValue {
  if (tools === "any") return tools;
  return mapMembers(tools, (clauses) => clauses.map(printClause));
}

function printClause({ args, resources }: Clause): JsonObject {
  const printed = mapMembers(args, printConstraint);
  return resources === undefined ? { args: printed } : { args: printed, resources };
}

function mapMembers<T>(members: Readonly<Record<string, T>>, print: (member: T) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, print(member)]));
}
