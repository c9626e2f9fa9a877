import { MAX_HOPS } from "../role/domain-graph.ts";
import { placeOfField } from "../rule/row.ts";
import { circlesOf, type LinkGraph, linkGraphs } from "./link-graph.ts";
import { denies, type LintedPolicy } from "./linted-policy.ts";

/** Roles of one policy whose members are followed one by one; more than this and only these are looked at. */
const MOST_ROLES = 200;

/**
 * Reports names that are linked to a role over more links than casbin follows.
 *
 * Such a name does not hold the role. Fatal when a deny rule names it: the deny is lost, and nothing says so.
 */
export function lintChains(policy: LintedPolicy): void {
  for (const [role, { rows }] of policy.links) {
    const graphs = linkGraphs(rows).filter((graph) => longestWay(graph) > MAX_HOPS);
    if (graphs.length === 0) continue;
    const named = namedRoles(policy, role);
    for (const graph of graphs) {
      for (const [name, denied] of [...named].slice(0, MOST_ROLES))
        reportFar({ graph, name, denied }, policy);
    }
  }
}

/** No shortest way is longer: the links on the longest way between circles, which count one for each of their names. */
function longestWay(graph: LinkGraph): number {
  const circleOf = new Map<string, readonly string[]>();
  const circles = circlesOf(graph);
  for (const circle of circles) for (const name of circle) circleOf.set(name, circle);
  const longest = new Map<readonly string[], number>();
  let most = 0;
  for (const circle of circles) {
    const above = circle.flatMap((name) => [...(graph.up.get(name)?.keys() ?? [])]);
    const ways = above.map((name) => circleOf.get(name)).filter((other) => other !== circle);
    const way = ways.reduce(
      (max, other) => Math.max(max, 1 + (other === undefined ? 0 : (longest.get(other) ?? 0))),
      0,
    );
    longest.set(circle, way + circle.length - 1);
    most = Math.max(most, way + circle.length - 1);
  }
  return most;
}

/** The roles that rules name by a role definition, and whether a deny names them. */
function namedRoles({ sets }: LintedPolicy, role: string): ReadonlyMap<string, boolean> {
  const named = new Map<string, boolean>();
  for (const { tests, rules } of sets) {
    for (const { slot, kind } of tests) {
      if (kind.type !== "role" || kind.role !== role) continue;
      for (const rule of rules) {
        const name = rule.fields[slot] ?? "";
        named.set(name, named.get(name) === true || denies(rule));
      }
    }
  }
  return named;
}

interface Far {
  readonly graph: LinkGraph;
  readonly name: string;
  readonly denied: boolean;
}

function reportFar({ graph, name, denied }: Far, { findings }: LintedPolicy): void {
  const members = membersByName(graph);
  const distance = new Map([[name, 0]]);
  const queue = [name];
  for (const at of queue) {
    const links = distance.get(at) ?? 0;
    if (links > MAX_HOPS) {
      const [row] = graph.up.get(at)?.values() ?? [];
      if (row === undefined) return;
      const end = denied ? "a deny of it is LOST" : "the rules of it do not hold";
      findings.add({
        reason: "role_chain",
        severity: denied ? "fatal" : "warning",
        at: placeOfField(row, 1),
        text: at,
        message: `"${at}" is ${links} links away from "${name}" and casbin follows ${MAX_HOPS}: ${end}`,
      });
      return;
    }
    for (const member of members.get(at) ?? []) {
      if (distance.has(member)) continue;
      distance.set(member, links + 1);
      queue.push(member);
    }
  }
}

const kept = new WeakMap<LinkGraph, ReadonlyMap<string, readonly string[]>>();

/** The links the other way round. */
function membersByName(graph: LinkGraph): ReadonlyMap<string, readonly string[]> {
  const known = kept.get(graph);
  if (known !== undefined) return known;
  const members = new Map<string, string[]>();
  for (const [from, roles] of graph.up) {
    for (const role of roles.keys()) {
      const listed = members.get(role);
      if (listed === undefined) members.set(role, [from]);
      else listed.push(from);
    }
  }
  kept.set(graph, members);
  return members;
}
