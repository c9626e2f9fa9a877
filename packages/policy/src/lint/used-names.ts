import { type Node, walk } from "../expression/node.ts";
import type { LintedSet } from "./linted-policy.ts";

/** The names that rules and matchers use with a role definition; undefined when that cannot be told. */
export function usedNames(role: string, sets: readonly LintedSet[]): ReadonlySet<string> | undefined {
  const used = new Set<string>();
  for (const set of sets) {
    if (set.definitions.patterns.some((pattern) => pattern.function === "eval")) return undefined;
    for (const name of rolesAsked(role, set)) {
      const names = namesOf(name, set);
      if (names === undefined) return undefined;
      for (const one of names) used.add(one);
    }
  }
  return used;
}

/** What a matcher asks a role definition for: the second argument of each call. */
function rolesAsked(role: string, { definitions }: LintedSet): readonly (Node | undefined)[] {
  return [...walk(definitions.matcher.node)].flatMap((node) => {
    const isAsked =
      node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === role;
    return isAsked ? [node.arguments[1]] : [];
  });
}

function namesOf(node: Node | undefined, { definitions, rules }: LintedSet): readonly string[] | undefined {
  if (node?.type === "Literal") return [String(node.value)];
  if (node?.type !== "Identifier" || !definitions.names.rule.has(node.name)) return undefined;
  const slot = definitions.columns.indexOf(node.name.slice(definitions.ptype.length + 1));
  return rules.map(({ fields }) => fields[slot] ?? "");
}
