import {
  canonicalPattern,
  type Clause,
  type Constraint,
  exact,
  type JsonObject,
  type JsonValue,
  oneOf,
  parseConstraint,
  parseSensitivity,
  range,
  type ToolScope,
} from "@ambit/core";

import type { Reading } from "./reading.ts";
import type { Agent, Declared } from "./suite.ts";
import type { WrittenAgent, WrittenGrant, WrittenSuite } from "./written-suite.ts";
import type { Path } from "./yaml-file.ts";

/** A run delegates at most so often below its first agent. */
const DEEPEST = 3;

/** The agents of a file by name, each with everybody above it. */
export function readAgents(written: WrittenSuite["agents"], reading: Reading): ReadonlyMap<string, Agent> {
  const agents = new Map<string, Agent>();
  for (const id of Object.keys(written)) {
    const lineage = lineageOf(id, written, reading);
    const first = lineage === undefined ? undefined : written[lineage[0]];
    if (lineage === undefined || first?.user === undefined) continue;
    agents.set(id, {
      id,
      subject: { id: first.user, ...(first.roles === undefined ? {} : { roles: first.roles }) },
      attributes: first.attributes ?? {},
      chain: lineage.map((name) => declared(name, written[name] ?? {}, reading)),
    });
  }
  return agents;
}

/** The names from the first agent of the run to this one; undefined, with a finding, when there is no such chain. */
function lineageOf(
  id: string,
  written: WrittenSuite["agents"],
  reading: Reading,
): readonly [string, ...string[]] | undefined {
  const path = ["agents", id];
  const { user, parent, roles, attributes } = written[id] ?? {};
  if ((user === undefined) === (parent === undefined)) {
    reading.refuse(
      path,
      user === undefined
        ? "an agent has a user or a parent"
        : "an agent with a parent has no user of its own",
    );
    return undefined;
  }
  if (parent === undefined) return [id];
  if (roles !== undefined || attributes !== undefined) {
    reading.refuse(path, "roles and attributes are the user's: they stand with the first agent of the run");
    return undefined;
  }
  if (!reading.knows([...path, "parent"], parent, { what: "agent", among: Object.keys(written) }))
    return undefined;
  const above = [id];
  for (let at: string | undefined = parent; at !== undefined; at = written[at]?.parent) {
    if (above.includes(at)) {
      reading.refuse([...path, "parent"], `"${at}" would be its own parent`, { text: at });
      return undefined;
    }
    above.unshift(at);
  }
  if (above.length > DEEPEST + 1) {
    reading.refuse(
      [...path, "parent"],
      `a run delegates at most ${DEEPEST} times: this agent would never be reached`,
    );
    return undefined;
  }
  return above as unknown as readonly [string, ...string[]];
}

function declared(name: string, written: WrittenAgent, reading: Reading): Declared {
  const { id: agent = name, grants, purpose, sensitivity } = written;
  return {
    agent,
    tools: grants === undefined ? "any" : readGrants(grants, { path: ["agents", name, "grants"], reading }),
    sensitivity: parseSensitivity(sensitivity) ?? "restricted",
    ...(purpose === undefined ? {} : { purpose }),
  };
}

interface At {
  readonly path: Path;
  readonly reading: Reading;
}

function readGrants(grants: readonly (string | WrittenGrant)[], { path, reading }: At): ToolScope {
  const tools: Record<string, Clause[]> = Object.create(null) as Record<string, Clause[]>;
  for (const [index, grant] of grants.entries()) {
    const at = { path: [...path, index], reading };
    const { tool, args = {}, resources } = typeof grant === "string" ? fromText(grant, at) : grant;
    if (tool === "" || !reading.knowsTool(at.path, tool)) continue;
    const clause = { args: readConstraints(args, at), ...(resources === undefined ? {} : { resources }) };
    for (const pattern of resources ?? []) checkPattern(pattern, at);
    (tools[tool] ??= []).push(clause);
  }
  return tools;
}

function fromText(grant: string, { path, reading }: At): WrittenGrant {
  if (grant.startsWith("tool:") && grant.length > 5) return { tool: grant.slice(5) };
  reading.refuse(path, "a grant in one word is tool:<name>", {
    text: grant,
    known: reading.tools.map((tool) => `tool:${tool}`),
  });
  return { tool: "" };
}

function readConstraints(args: JsonObject, { path, reading }: At): Readonly<Record<string, Constraint>> {
  const constraints: Record<string, Constraint> = Object.create(null) as Record<string, Constraint>;
  for (const [name, value] of Object.entries(args)) {
    const constraint = readConstraint(value);
    if (constraint !== undefined) constraints[name] = constraint;
    else
      reading.refuse([...path, "args", name], "not a value, a list of values, { min, max } or a constraint");
  }
  return constraints;
}

function readConstraint(value: JsonValue): Constraint | undefined {
  try {
    if (typeof value !== "object" || value === null) return exact(value);
    if (Array.isArray(value)) return oneOf(value as Parameters<typeof oneOf>[0]);
    const keys = Object.keys(value);
    if (keys.length > 0 && keys.every((key) => key === "min" || key === "max")) {
      return range(value as Parameters<typeof range>[0]);
    }
    return parseConstraint(value);
  } catch {
    return undefined; // `request_invalid`: the caller names the place
  }
}

function checkPattern(pattern: string, { path, reading }: At): void {
  try {
    canonicalPattern(pattern);
  } catch {
    reading.refuse(
      [...path, "resources"],
      `"${pattern}" is no resource, and no resource with /** behind it`,
      { text: pattern },
    );
  }
}
