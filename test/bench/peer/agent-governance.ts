import { ConflictResolutionStrategy, PolicyEngine, type PolicyRule } from "@microsoft/agent-governance-sdk";
import { type Facts, factsOf } from "../world/facts.ts";
import type { PlainRule, Range } from "../world/plain-rule.ts";
import { closure, type World } from "../world/world.ts";
import type { Peer } from "./peer.ts";

/**
 * The expression policies of Microsoft's SDK.
 *
 * It knows no roles: there is one policy per role, for the agents that hold it. It has no patterns: the folder of the
 * resource is compared.
 */
export const agentGovernance: Peer = {
  name: "agent-governance-sdk",
  load: async (world) => {
    const engine = new PolicyEngine([], ConflictResolutionStrategy.DenyOverrides);
    const holders = holdersOf(world);
    for (const [subject, rules] of bySubject(world.rules)) {
      const agents = subject === "any" ? [] : (holders.get(subject) ?? [subject]);
      engine.loadPolicy({ name: subject, agents, rules: rules.map(ruleOf) });
    }
    return {
      prepare: (call) => {
        const facts = factsOf(call, world);
        const context = contextOf(facts);
        return () => engine.evaluatePolicy(facts.user, context).allowed;
      },
    };
  },
};

/** The users of each role. */
function holdersOf({ roles }: World): ReadonlyMap<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const user of roles.keys()) {
    for (const role of closure(roles, user)) add(holders, role, user);
  }
  return holders;
}

function bySubject(rules: readonly PlainRule[]): ReadonlyMap<string, readonly PlainRule[]> {
  const groups = new Map<string, PlainRule[]>();
  for (const rule of rules) add(groups, rule.subject, rule);
  return groups;
}

function add<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

function ruleOf(rule: PlainRule): PolicyRule {
  const { id, effect, tool, action, folder, purpose, when } = rule;
  const condition = [
    ...(action === undefined ? [] : [`action == '${action}'`]),
    ...(tool === undefined ? [] : [`tools.${nameOf(tool)}`]),
    ...(folder === undefined ? [] : [`folder == '${folder}'`]),
    ...(purpose === undefined ? [] : [`purposes.${nameOf(purpose)}`]),
    ...within("sensitivity", rule.sensitivity),
    ...within("depth", rule.depth),
    ...(when === undefined ? [] : [`${when.of} <= ${when.most}`]),
  ].join(" and ");
  return { name: id, condition, ruleAction: effect };
}

function within(name: string, range: Range | undefined): readonly string[] {
  return range === undefined ? [] : [`${name} >= ${range.from}`, `${name} <= ${range.to}`];
}

function contextOf(facts: Facts): Record<string, unknown> {
  const { action, folder, toolsets, purposes, sensitivity, depth, attempt, amount } = facts;
  return {
    action,
    folder,
    tools: marked(toolsets),
    purposes: marked(purposes),
    sensitivity,
    depth,
    attempt,
    amount,
  };
}

function marked(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [nameOf(name), true]));
}

/** Its expressions take letters, digits and `_` in names. */
function nameOf(name: string): string {
  return name.replaceAll(/\W/gu, "_");
}
