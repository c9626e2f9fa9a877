import type { Clause, Scope, ToolScope } from "@ambit/core";

/** What a narrowing asks for; what it leaves out stays as it is in the parent. */
export interface Narrowing {
  readonly tools?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly expiresAt?: number | undefined;
  readonly depth?: number | undefined;
  readonly purpose?: string | undefined;
}

/**
 * The scope that a narrowing of `parent` asks for; `parent` itself when it asks for nothing. It is met with the parent's
 * later, so it can only shrink.
 */
export function narrowedScope(parent: Scope, narrowing: Narrowing, allTools: readonly string[]): Scope {
  const tools = narrowedTools(parent.tools, narrowing, allTools);
  const expiresAt = Math.min(parent.expiresAt, narrowing.expiresAt ?? parent.expiresAt);
  const { depth = parent.depth, purpose = parent.purpose } = narrowing;
  const { sensitivity, budget } = parent;
  const isSame =
    tools === parent.tools &&
    expiresAt === parent.expiresAt &&
    depth === parent.depth &&
    purpose === parent.purpose;
  return isSame ? parent : Object.freeze({ tools, sensitivity, budget, expiresAt, depth, purpose });
}

function narrowedTools(
  parent: ToolScope,
  { tools, resources }: Narrowing,
  allTools: readonly string[],
): ToolScope {
  if (tools === undefined && resources === undefined) return parent;
  const names = tools ?? (parent === "any" ? allTools : Object.keys(parent));
  const clause: Clause = Object.freeze(resources === undefined ? { args: {} } : { args: {}, resources });
  const scope: Record<string, readonly Clause[]> = Object.create(null);
  for (const name of names) scope[name] = [clause];
  return Object.freeze(scope);
}
