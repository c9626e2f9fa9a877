import { PURPOSES, SENSITIVITIES, TOOLS } from "./world.ts";
import type { EdgeRule, Rule, Table } from "./reference/rules.ts";

/** A table as the rules of a Casbin policy. */
export function rowsOf({ rules, roles, edges = [] }: Table): string {
  const links = Object.entries(roles).flatMap(([name, held]) => held.map((role) => `g, ${name}, ${role}`));
  const purposes = PURPOSES.map((purpose) => {
    const end = purpose.lastIndexOf("/");
    return `g3, ${purpose}, ${end < 0 ? purpose : purpose.slice(0, end)}`;
  });
  return [...rules.map(row), ...edges.map(edgeRow), ...links, ...purposes].join("\n");
}

function row(rule: Rule, index: number): string {
  const { who, tool, resource, ceiling, purpose, depth, when, effect, approve } = rule;
  const [least, greatest] = depth;
  const span = greatest === Infinity ? `${least}..` : `${least}..${greatest}`;
  const obligation = approve ? "approve:boss" : "none";
  return `p, R${index}, ${who}, ${tool}, *, ${resource}, 0..${ceiling}, ${purpose}, ${span}, ${when}, ${effect}, ${obligation}`;
}

function edgeRow({ edge, from, to, tool, resource, effect }: EdgeRule, index: number): string {
  return `p2, E${index}, ${edge}, ${from}, ${to}, ${tool}, *, ${resource}, *, ${effect}`;
}

/** The tool manifest of the world. */
export const MANIFEST: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(TOOLS).map(([name, tool]) => [
    name,
    {
      action: tool.write ? "write" : "read",
      effect: tool.write ? "write" : "read",
      risk: tool.risk,
      idempotent: tool.idempotent,
      sensitivity: SENSITIVITIES[tool.touches],
      resources: tool.resource === undefined ? [] : [tool.resource],
      args: { id: "object", area: "path", to: "address", amount: "quantity", note: "prose" },
      returns: {
        sensitivity: SENSITIVITIES[tool.returns.seen],
        fields: tool.returns.trusted ? { id: "id" } : {},
      },
    },
  ]),
);
