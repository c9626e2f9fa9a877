import { walk } from "../../expression/node.ts";
import type { CompiledClause } from "../clause-reader.ts";
import { type Edit, WEIGHT } from "./edit.ts";
import { conditionBreaks } from "./repair-condition.ts";
import { narrowedSpan, nearestOutside } from "./span-text.ts";
import { callEdit, type Target } from "./target.ts";

/** Sets of edits after which a deny rule does not match; without the rule it never does. */
export function ruleBreaks(target: Target): readonly (readonly Edit[])[] {
  const { situation, rule } = target;
  const remove: Edit = { kind: "remove", rule: situation.originOf(rule), weight: WEIGHT.removed };
  const narrower = situation.reader.clauses.flatMap((clause) =>
    clauseBreaks(clause, target).filter((edits) => edits.length > 0 && !target.holds(clause, edits)),
  );
  return [...narrower, [remove]];
}

function clauseBreaks(clause: CompiledClause, target: Target): readonly (readonly Edit[])[] {
  const conditions = clause.tests === undefined ? [] : conditionBreaks(clause.tests, target);
  return [...conditions, ...[...walk(clause.node)].flatMap((node) => spanBreaks(node, target))];
}

function spanBreaks(node: CompiledClause["node"], target: Target): readonly (readonly Edit[])[] {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "span")
    return [];
  const [asked, written] = node.arguments;
  const slot = target.columnOf(written);
  if (slot === undefined) return [];
  const value = target.valueOf(asked);
  const text = target.rule.fields[slot] ?? "";
  const narrowed = target.widen(slot, narrowedSpan(text, value), WEIGHT.narrowed);
  return target.tokenOf(asked) === "depth"
    ? [narrowed, callEdit("depth", value, nearestOutside(text, value))]
    : [narrowed];
}
