import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import { SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import type { Rule } from "./rule.ts";

/** What orders the rules of one definition. */
interface Order {
  readonly set: DefinitionSet;
  readonly model: PolicyModel;
  readonly links: readonly (readonly string[])[];
}

/** Casbin's order of evaluation: by the priority column, then, for that effect, by subject hierarchy. */
export function inOrder(rules: readonly Rule[], order: Order): readonly Rule[] {
  const column = order.set.columns.indexOf("priority");
  const byPriority =
    column < 0 ? [...rules] : rules.toSorted((a, b) => Number(a.fields[column]) - Number(b.fields[column]));
  return order.set.effect === SUBJECT_PRIORITY ? bySubject(byPriority, order) : byPriority;
}

/** Casbin's own sort, on its own model; the rules are found again by the identity of their fields. */
function bySubject(rules: readonly Rule[], { model, links }: Order): readonly Rule[] {
  const assertion = model.casbin.model.get("p")?.get("p");
  const roles = model.casbin.model.get("g")?.get("g");
  if (assertion === undefined || roles === undefined) return rules;
  const known = new Map(rules.map((rule) => [rule.fields, rule] as const));
  assertion.policy = rules.map((rule) => rule.fields as string[]);
  roles.policy = links.map((link) => [...link]);
  model.casbin.sortPoliciesBySubjectHierarchy();
  const sorted = assertion.policy.flatMap((fields) => known.get(fields) ?? []);
  model.casbin.clearPolicy();
  return sorted;
}
