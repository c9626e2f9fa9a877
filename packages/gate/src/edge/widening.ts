import {
  canonicalPattern,
  type Clause,
  clausesOfTool,
  coversNothing,
  patternLeq,
  purposeWithin,
  type Scope,
} from "@ambit/core";
import type { Narrowing } from "./narrowing.ts";

/** Tools that an edge could carry; undefined where the policy does not say. */
export type Carried = readonly string[] | undefined;

/**
 * The first clause of a narrowing that asks for more than there is to pass on, for people; undefined when none does.
 *
 * A child would not get it anyway. Whoever asked for it is told, since something else was meant.
 */
export function wideningOf(parent: Scope, narrowing: Narrowing, carried: Carried): string | undefined {
  const { tools = [], resources = [], purpose } = narrowing;
  const tool = tools.find(
    (name) => clausesOf(parent, name).length === 0 || carried?.includes(name) === false,
  );
  if (tool !== undefined) return `tool ${tool}`;
  const resource = resources.find((pattern) => !isWithin(parent, pattern, narrowing.tools));
  if (resource !== undefined) return `resource ${resource}`;
  const isDeeper = purpose === undefined || purposeWithin(purpose, parent.purpose);
  return isDeeper ? undefined : `purpose ${purpose}`;
}

const FREE: readonly Clause[] = [Object.freeze({ args: {} })];

function clausesOf({ tools }: Scope, tool: string): readonly Clause[] {
  return tools === "any" ? FREE : clausesOfTool(tools, tool).filter((clause) => !coversNothing(clause));
}

/** Whether a pattern lies within what some of the tools may touch. */
function isWithin(parent: Scope, pattern: string, tools: readonly string[] | undefined): boolean {
  const names = tools ?? (parent.tools === "any" ? undefined : Object.keys(parent.tools));
  const clauses = names === undefined ? FREE : names.flatMap((name) => clausesOf(parent, name));
  const asked = canonicalPattern(pattern);
  return clauses.some(({ resources }) => resources?.some((wider) => patternLeq(asked, wider)) ?? true);
}
