import { type Clause, type Scope, sensitivityRank, type ToolScope } from "@ambit/core";

/** A scope above both: not the least one. */
export function widened(a: Scope, b: Scope): Scope {
  return {
    tools: toolsOf(a.tools, b.tools),
    sensitivity:
      sensitivityRank(a.sensitivity) >= sensitivityRank(b.sensitivity) ? a.sensitivity : b.sensitivity,
    budget: {},
    expiresAt: Math.max(a.expiresAt, b.expiresAt),
    depth: Math.max(a.depth, b.depth),
    purpose: a.purpose.split("/")[0] as string,
  };
}

function toolsOf(a: ToolScope, b: ToolScope): ToolScope {
  if (a === "any" || b === "any") return "any";
  const entries = new Map<string, readonly Clause[]>();
  for (const [tool, clauses] of [...Object.entries(a), ...Object.entries(b)]) {
    entries.set(tool, [...(entries.get(tool) ?? []), ...clauses]);
  }
  return Object.fromEntries(entries);
}
