import type { RuleSet, Rule } from "../../rule/rule.ts";
import type { ColumnEdit, Edit } from "./edit.ts";

/** Rules and links after some edits. */
export interface EditedRules {
  readonly rules: RuleSet;
  /** The rule that each edited one was. */
  readonly origin: ReadonlyMap<Rule, Rule>;
}

/** A rule with other texts, and whether it stands beside the one that it was. */
export interface EditedRule {
  readonly rule: Rule;
  readonly isCopy: boolean;
}

/** Applies edits to the rules of a policy; `columns` names the columns. A copy stands right behind its original. */
export function editedRules(
  before: RuleSet,
  edits: readonly Edit[],
  columns: readonly string[],
): EditedRules {
  const removed = new Set<Rule>();
  const changed = new Map<Rule, ColumnEdit[]>();
  const links = new Map(before.links);
  for (const edit of edits) {
    if (edit.kind === "remove") removed.add(edit.rule);
    if (edit.kind === "column") changed.set(edit.rule, [...(changed.get(edit.rule) ?? []), edit]);
    if (edit.kind === "link") links.set(edit.definition, [...(links.get(edit.definition) ?? []), edit.names]);
  }
  if (removed.size + changed.size === 0) return { rules: { ...before, links }, origin: new Map() };
  const origin = new Map<Rule, Rule>();
  const rules = before.rules.flatMap((rule) => {
    if (removed.has(rule)) return [];
    const columnEdits = changed.get(rule);
    if (columnEdits === undefined) return [rule];
    const { rule: edited, isCopy } = editedRule(rule, columnEdits, { columns, rules: before.rules });
    origin.set(edited, rule);
    return isCopy ? [rule, edited] : [edited];
  });
  return { rules: { ...before, rules, links }, origin };
}

/** A rule after edits of its columns. A copy gets an id of its own. */
export function editedRule(
  rule: Rule,
  edits: readonly ColumnEdit[],
  { columns, rules }: { readonly columns: readonly string[]; readonly rules: readonly Rule[] },
): EditedRule {
  const isCopy = edits.some(({ inPlace }) => !inPlace);
  let fields = rule.fields;
  for (const { column, to } of edits) fields = fields.with(column, to);
  const id = columns.indexOf("id");
  if (isCopy && id >= 0) fields = fields.with(id, freshId(fields[id] ?? "", id, rules));
  return { rule: { ...rule, fields }, isCopy };
}

function freshId(id: string, column: number, rules: readonly Rule[]): string {
  const taken = new Set(rules.map(({ fields }) => fields[column]));
  for (let number = 2; ; number++) if (!taken.has(`${id}-${number}`)) return `${id}-${number}`;
}
