import type { Scope } from "../src/expression/compile.ts";
import { parseMatcher } from "../src/expression/parse.ts";
import { RoleGraph } from "../src/role/role-graph.ts";

/** Names for matchers that are compiled by themselves: request `sub env n`, rule `sub text`, roles, two functions. */
export function scopeOf(changes: Partial<Scope> = {}): Scope {
  const g = new RoleGraph("g");
  g.link("ann", "staff");
  const g2 = new RoleGraph("g2");
  g2.link("ann", "admin", "acme");
  return {
    request: new Map([
      ["r_sub", 0],
      ["r_env", 1],
      ["r_n", 2],
    ]),
    rule: new Map([
      ["p_sub", 0],
      ["p_text", 1],
    ]),
    functions: new Map<string, (...values: readonly unknown[]) => unknown>([
      ["same", (left, right) => `${left as string}/${right as string}`],
      ["count", (...values) => values.length],
      ["glob", (value, pattern) => value === pattern],
    ]),
    roles: new Map([
      ["g", g],
      ["g2", g2],
    ]),
    evaluated: new Map([["r_n == 3", parseMatcher("r_n == 3")]]),
    attributes: new Map(),
    ...changes,
  };
}
