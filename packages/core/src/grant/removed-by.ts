import { constraintLeq } from "../constraint/algebra.ts";
import type { Constraint } from "../constraint/constraint.ts";
import { BUDGET_UNITS, limitOf } from "./budget.ts";
import { constraintOf, resourcesLeq } from "./clause.ts";
import type { Clause, Scope, ToolScope } from "./grant.ts";
import { clausesOfTool } from "./scope.ts";

/**
 * What a child lost against its parent, for people; empty when nothing.
 *
 * @example ["tool fs.write", "send_money.recipient one_of", "depth 3 → 2", "sensitivity ≤ internal"]
 */
export function removedBy(parent: Scope, child: Scope): readonly string[] {
  const removed = new Set(toolsRemoved(parent.tools, child.tools));
  if (child.sensitivity !== parent.sensitivity) removed.add(`sensitivity ≤ ${child.sensitivity}`);
  if (child.purpose !== parent.purpose) removed.add(`purpose ${parent.purpose} → ${child.purpose}`);
  if (child.depth !== parent.depth) removed.add(`depth ${parent.depth} → ${child.depth}`);
  if (child.expiresAt !== parent.expiresAt) removed.add(`lifetime ${child.expiresAt - parent.expiresAt} ms`);
  for (const unit of BUDGET_UNITS) {
    const limit = limitOf(child.budget, unit);
    if (limit !== limitOf(parent.budget, unit)) removed.add(`${unit} ≤ ${limit}`);
  }
  return [...removed];
}

function toolsRemoved(parent: ToolScope, child: ToolScope): readonly string[] {
  if (child === "any") return [];
  if (parent === "any") return [`all tools but ${Object.keys(child).toSorted().join(", ")}`];
  return Object.keys(parent).flatMap((tool) => {
    const left = clausesOfTool(child, tool);
    return left.length === 0 ? [`tool ${tool}`] : clausesRemoved(tool, clausesOfTool(parent, tool), left);
  });
}

/** Names what a clause of the child restricts and no clause of the parent restricted as much. */
function clausesRemoved(
  tool: string,
  parent: readonly Clause[],
  child: readonly Clause[],
): readonly string[] {
  const removed = child.flatMap((clause) => {
    const args = Object.entries(clause.args).filter(([name, constraint]) => isNew(parent, name, constraint));
    const resources = parent.some((wide) => resourcesLeq(wide.resources, clause.resources));
    return [
      ...args.map(([name, constraint]) => `${tool}.${name} ${constraint.kind}`),
      ...(resources ? [] : [`${tool} resources`]),
    ];
  });
  return child.length < parent.length
    ? [...removed, `${tool} alternatives ${parent.length} → ${child.length}`]
    : removed;
}

function isNew(parent: readonly Clause[], name: string, constraint: Constraint): boolean {
  return !parent.some((wide) => constraintLeq(constraintOf(wide, name), constraint));
}
