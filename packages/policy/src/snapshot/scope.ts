import { addAttributeKinds, type AttributeKinds } from "../expression/attribute-kind.ts";
import type { Scope } from "../expression/compile.ts";
import { matcherFunctions } from "../function/known-functions.ts";
import type { PolicyFunction } from "../function/policy-function.ts";
import { parseEvaluated } from "../model/evaluated.ts";
import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import { RoleGraph } from "../role/role-graph.ts";
import type { Rule, RuleSet } from "../rule/rule.ts";

/** What all matchers of a policy share. */
export type Shared = Pick<Scope, "roles" | "functions">;

/** The role graphs and functions of a policy. */
export function toShared(
  model: PolicyModel,
  { links }: RuleSet,
  functions: Readonly<Record<string, PolicyFunction>> = {},
): Shared {
  const roles = new Map<string, RoleGraph>();
  for (const name of model.roles.keys()) {
    const graph = new RoleGraph(name);
    for (const [from = "", role = "", domain] of links.get(name) ?? []) graph.link(from, role, domain);
    roles.set(name, graph);
  }
  return { roles, functions: matcherFunctions(functions) };
}

/** What the names in one matcher stand for. */
export function toScope(set: DefinitionSet, rules: readonly Rule[], shared: Shared): Scope {
  const evaluated = new Map(evaluatedTexts(set, rules).map((text) => [text, parseEvaluated(text)]));
  const attributes: AttributeKinds = new Map();
  for (const node of [set.matcher.node, ...evaluated.values()]) addAttributeKinds(attributes, node);
  return {
    ...shared,
    request: slots(set.rtype, set.requestTokens),
    rule: slots(set.ptype, set.columns),
    evaluated,
    attributes,
  };
}

/** The texts of rules that the matcher evaluates, each once. */
function evaluatedTexts(
  { patterns, columns, ptype }: DefinitionSet,
  rules: readonly Rule[],
): readonly string[] {
  const slots = patterns
    .filter((pattern) => pattern.function === "eval")
    .map(({ column }) => columns.indexOf(column.slice(ptype.length + 1)));
  return [...new Set(slots.flatMap((slot) => rules.map(({ fields }) => fields[slot] ?? "")))];
}

function slots(prefix: string, tokens: readonly string[]): ReadonlyMap<string, number> {
  return new Map(tokens.map((token, slot) => [`${prefix}_${token}`, slot]));
}
