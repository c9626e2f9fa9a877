import { canonicalPattern } from "../resource/pattern.ts";
import type { Clause, Scope } from "./grant.ts";

const owned = new WeakSet<Scope>();

/** A private, frozen copy of a scope with canonical patterns: whoever made the scope cannot change it any more. */
export function ownScope(scope: Scope): Scope {
  if (owned.has(scope)) return scope;
  const { tools, budget } = scope;
  const copy: Scope = Object.freeze({
    ...scope,
    budget: Object.freeze({ ...budget }),
    tools:
      tools === "any"
        ? tools
        : Object.freeze(
            Object.fromEntries(
              Object.entries(tools).map(([tool, clauses]) => [tool, Object.freeze(clauses.map(ownClause))]),
            ),
          ),
  });
  return markOwned(copy);
}

/** Remembers a scope that was made, deeply frozen, of nothing but owned ones. */
export function markOwned(scope: Scope): Scope {
  owned.add(scope);
  return scope;
}

function ownClause({ args, resources }: Clause): Clause {
  const own = Object.freeze({ ...args });
  return resources === undefined
    ? Object.freeze({ args: own })
    : Object.freeze({ args: own, resources: Object.freeze(resources.map(canonicalPattern)) });
}
