import type { Report } from "../finding/file-findings.ts";
import { placeOfField } from "../rule/row.ts";
import { circlesOf, type LinkGraph, linkGraphs } from "./link-graph.ts";
import type { LintedPolicy } from "./linted-policy.ts";

/** Names of a circle that a message shows. */
const SHOWN = 8;

/** Reports roles that are linked in a circle, with the way round. */
export function lintCircles({ links, findings }: LintedPolicy): void {
  const graphs = [...links.values()].flatMap(({ rows }) => linkGraphs(rows));
  for (const graph of graphs) {
    for (const circle of circlesOf(graph)) {
      const report = circle.length < 2 ? undefined : reportOf(graph, circle);
      if (report !== undefined) findings.add(report);
    }
  }
}

function reportOf(graph: LinkGraph, circle: readonly string[]): Report | undefined {
  const way = wayRound(graph, new Set(circle));
  const [from = "", to = ""] = way;
  const row = graph.up.get(from)?.get(to);
  if (row === undefined) return undefined;
  const shown = way.length > SHOWN ? [...way.slice(0, SHOWN), "…"] : way;
  return {
    reason: "role_cycle",
    severity: "warning",
    at: placeOfField(row, 0),
    text: row.text,
    message: `${shown.join(" > ")}: whoever holds one of these roles holds all ${circle.length}`,
  };
}

/** A shortest way from the first linked name of a circle back to itself. */
function wayRound({ up }: LinkGraph, circle: ReadonlySet<string>): readonly string[] {
  const start = [...up.keys()].find((name) => circle.has(name)) ?? "";
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const role of up.get(name)?.keys() ?? []) {
      if (role === start) return [...wayTo(name, cameFrom), start];
      if (!circle.has(role) || cameFrom.has(role)) continue;
      cameFrom.set(role, name);
      queue.push(role);
    }
  }
  return [start];
}

function wayTo(name: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way: string[] = [];
  for (let at: string | undefined = name; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}
