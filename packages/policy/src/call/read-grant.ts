import {
  attenuate,
  type Clause,
  type Constraint,
  type Grant,
  type JsonValue,
  type Link,
  parseConstraint,
  parseSensitivity,
  rootGrant,
  type Scope,
  type ToolScope,
} from "@ambit/core";

import { CallError } from "./call-error.ts";
import type { WrittenLink } from "./call-schema.ts";

/** Reads the links of a grant, root first; throws `CallError`. A link that names no purpose has that of the link before it. */
export function readGrant(links: readonly WrittenLink[], purpose: string): Grant {
  let grant: Grant | undefined;
  for (const [index, written] of links.entries()) {
    const before = grant?.links.at(-1)?.scope.purpose ?? purpose;
    const link: Link = {
      id: written.id ?? `link ${index + 1}`,
      edge: written.edge ?? (index === 0 ? "open" : "delegate"),
      scope: readScope(written, before, index),
    };
    grant = grant === undefined ? rootGrant(link) : attenuate(grant, link);
  }
  if (grant === undefined) throw new CallError([{ key: "grant", message: "has no link" }]);
  return grant;
}

function readScope(link: WrittenLink, purpose: string, index: number): Scope {
  return {
    tools: readTools(link.tools ?? "any", `grant.${index}.tools`),
    sensitivity: parseSensitivity(link.sensitivity) ?? "restricted",
    budget: link.budget ?? {},
    expiresAt: link.expiresAt ?? Number.POSITIVE_INFINITY,
    depth: link.depth ?? Number.POSITIVE_INFINITY,
    purpose: link.purpose ?? purpose,
  };
}

function readTools(tools: NonNullable<WrittenLink["tools"]>, key: string): ToolScope {
  if (typeof tools === "string") return "any";
  if (Array.isArray(tools)) {
    return Object.fromEntries((tools as readonly string[]).map((tool) => [tool, [{ args: {} }]]));
  }
  const entries = Object.entries(tools).map(([tool, written]) => {
    const clauses: readonly unknown[] = Array.isArray(written) ? written : [written];
    return [tool, clauses.map((clause) => readClause(clause, `${key}.${tool}`))] as const;
  });
  return Object.fromEntries(entries);
}

function readClause(written: unknown, key: string): Clause {
  if (typeof written !== "object" || written === null) throw wrong(key, "is a clause: { args, resources }");
  const { args = {}, resources, ...others } = written as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw wrong(`${key}.${other}`, "is no key of a clause: args and resources are");
  if (typeof args !== "object" || args === null) throw wrong(`${key}.args`, "is an object of constraints");
  const read = Object.entries(args).map(([name, json]) => [name, constraintOf(json, `${key}.args.${name}`)]);
  const clause = { args: Object.fromEntries(read) as Readonly<Record<string, Constraint>> };
  return resources === undefined
    ? clause
    : { ...clause, resources: patternsOf(resources, `${key}.resources`) };
}

function constraintOf(json: unknown, key: string): Constraint {
  const constraint = parseConstraint(json as JsonValue);
  if (constraint === undefined)
    throw wrong(key, 'is no constraint: { "constraint_type": "range", "max": 100 }');
  return constraint;
}

function patternsOf(resources: unknown, key: string): readonly string[] {
  const isList = Array.isArray(resources) && resources.every((pattern) => typeof pattern === "string");
  if (!isList) throw wrong(key, "is a list of resource patterns");
  return resources;
}

function wrong(key: string, message: string): CallError {
  return new CallError([{ key, message }]);
}
