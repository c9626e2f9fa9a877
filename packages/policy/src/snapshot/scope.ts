import type { Scope } from "../expression/compile.ts";
import { matcherFunctions } from "../function/known-functions.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import { RoleGraph } from "../role/role-graph.ts";
import type { RuleSet } from "../rule/rule.ts";

/** What the names in a policy's matcher stand for. */
export function toScope(model: PolicyModel, rules: RuleSet): Scope {
  const roles = new Map<string, RoleGraph>();
  for (const name of model.roles.keys()) {
    const graph = new RoleGraph(name);
    for (const [from = "", role = "", domain] of rules.links.get(name) ?? []) graph.link(from, role, domain);
    roles.set(name, graph);
  }
  return {
    request: slots("r", model.requestTokens),
    rule: slots("p", model.ruleTokens.get("p") ?? []),
    functions: matcherFunctions(),
    roles,
  };
}

function slots(prefix: string, tokens: readonly string[]): ReadonlyMap<string, number> {
  return new Map(tokens.map((token, slot) => [`${prefix}_${token}`, slot]));
}
