import { purposeWithin } from "../intent/purpose.ts";
import { SENSITIVITIES, type Sensitivity, sensitivityRank } from "../sensitivity/sensitivity.ts";
import { budgetLeq, budgetMeet } from "./budget.ts";
import { clauseLeq, clauseMeet, coversNothing } from "./clause.ts";
import type { Clause, Scope, ToolScope } from "./grant.ts";

const NO_TOOLS: ToolScope = Object.freeze({});

/** Whether `child` is no wider than `parent`. A scope that covers no call at all is below every scope. */
export function scopeLeq(child: Scope, parent: Scope): boolean {
  if (toolsLeq(child.tools, NO_TOOLS)) return true;
  return (
    child.expiresAt <= parent.expiresAt &&
    child.depth <= parent.depth &&
    sensitivityRank(child.sensitivity) <= sensitivityRank(parent.sensitivity) &&
    purposeWithin(child.purpose, parent.purpose) &&
    budgetLeq(child.budget, parent.budget) &&
    toolsLeq(child.tools, parent.tools)
  );
}

/** The greatest lower bound: covers exactly the calls that both cover. Purposes apart from each other leave no tool. */
export function scopeMeet(a: Scope, b: Scope): Scope {
  const purpose = deeperPurpose(a.purpose, b.purpose);
  const rank = Math.min(sensitivityRank(a.sensitivity), sensitivityRank(b.sensitivity));
  return Object.freeze({
    tools: purpose === undefined ? NO_TOOLS : toolsMeet(a.tools, b.tools),
    sensitivity: SENSITIVITIES[rank] as Sensitivity,
    budget: budgetMeet(a.budget, b.budget),
    expiresAt: Math.min(a.expiresAt, b.expiresAt),
    depth: Math.min(a.depth, b.depth),
    purpose: purpose ?? a.purpose,
  });
}

/** The one of two purposes that lies within the other; undefined when they are apart. */
function deeperPurpose(a: string, b: string): string | undefined {
  if (purposeWithin(a, b)) return a;
  return purposeWithin(b, a) ? b : undefined;
}

/** The clauses of a tool; none if the scope does not hold it. */
export function clausesOfTool(tools: Exclude<ToolScope, "any">, tool: string): readonly Clause[] {
  return Object.hasOwn(tools, tool) ? (tools[tool] as readonly Clause[]) : [];
}

function toolsLeq(child: ToolScope, parent: ToolScope): boolean {
  // Stryker disable next-line all: the same tools are below themselves anyway, only later
  if (child === parent) return true;
  if (parent === "any") return true;
  if (child === "any") return false;
  return Object.keys(child).every((tool) => {
    const above = clausesOfTool(parent, tool);
    return clausesOfTool(child, tool).every(
      (clause) => coversNothing(clause) || above.some((wider) => clauseLeq(clause, wider)),
    );
  });
}

function toolsMeet(a: ToolScope, b: ToolScope): ToolScope {
  // Stryker disable next-line all: the meet of the same tools is the same anyway, only later
  if (a === b) return b;
  if (a === "any") return b;
  if (b === "any") return a;
  const met: [string, readonly Clause[]][] = [];
  for (const tool of Object.keys(a)) {
    const clauses = clausesMeet(clausesOfTool(a, tool), clausesOfTool(b, tool));
    if (clauses.length > 0) met.push([tool, clauses]);
  }
  return Object.freeze(Object.fromEntries(met));
}

/** Clauses are alternatives: the common part of each pair, without those that lie below another one. */
function clausesMeet(a: readonly Clause[], b: readonly Clause[]): readonly Clause[] {
  let kept: readonly Clause[] = [];
  for (const one of a) {
    for (const other of b) {
      const both = clauseMeet(one, other);
      if (!coversNothing(both)) kept = withClause(kept, both);
    }
  }
  return Object.freeze(kept);
}

function withClause(kept: readonly Clause[], added: Clause): readonly Clause[] {
  if (kept.some((clause) => clauseLeq(added, clause))) return kept;
  return [...kept.filter((clause) => !clauseLeq(clause, added)), added];
}
