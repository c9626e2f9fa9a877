import { type Obligation, parseObligations } from "@ambit/core";

import type { FileFindings } from "../finding/file-findings.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import { SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import { RowLint } from "./lint-row.ts";
import { placeOfField, readRows, type Row } from "./row.ts";
import type { Rule, RuleSet } from "./rule.ts";

/** Reads and lints the text of a rules file. */
export function readRules(text: string, model: PolicyModel, findings: FileFindings): RuleSet {
  const lint = new RowLint(model, findings);
  const rows = readRows(text, findings).filter((row) => lint.check(row));
  const links = new Map<string, (readonly string[])[]>([...model.roles.keys()].map((name) => [name, []]));
  for (const row of rows) links.get(row.ptype)?.push(row.fields);
  const found = rows.filter((row) => row.ptype === "p");
  if (found.length === 0 && findings.found.length === 0) {
    const message = "the policy has no p row: casbin would ask the matcher alone, which may ALLOW";
    findings.add({ reason: "policy_empty", at: { line: 1, column: 1 }, text: "", message });
  }
  reportSameIds(found, model, findings);
  const toRule = ruleReader(model, findings.file);
  const rules = found.map((row, index) => toRule(row, `p:${index + 1}`));
  return { rules: inOrder(rules, model, links.get("g") ?? []), links };
}

function ruleReader(model: PolicyModel, path: string): (row: Row, place: string) => Rule {
  const tokens = model.ruleTokens.get("p") ?? [];
  const [id, eft, obl] = [tokens.indexOf("id"), tokens.indexOf("eft"), tokens.indexOf("obl")];
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const known = new Map<string, readonly Obligation[]>();
  const obligations = (written: string): readonly Obligation[] => {
    const parsed = known.get(written) ?? Object.freeze(parseObligations(written) ?? []);
    known.set(written, parsed);
    return parsed;
  };
  return ({ fields, line, text }, place) => ({
    fields: Object.freeze(fields),
    ref: Object.freeze({
      id: fields[id] === "" ? place : (fields[id] ?? place),
      at: `${file}:${line}`,
      text,
      effect: fields[eft] === "deny" ? "deny" : "allow",
    }),
    obligations: obligations(fields[obl] ?? ""),
  });
}

/** Two rules of one id cannot be told apart in a record. */
function reportSameIds(rows: readonly Row[], model: PolicyModel, findings: FileFindings): void {
  const column = model.ruleTokens.get("p")?.indexOf("id") ?? -1;
  if (column < 0) return;
  const seen = new Map<string, number>();
  for (const row of rows) {
    const id = row.fields[column] ?? "";
    const before = seen.get(id);
    if (before !== undefined && id !== "") {
      const message = `rule id "${id}" stands in line ${before} too: records could not tell which rule decided`;
      findings.add({
        reason: "row_invalid",
        severity: "warning",
        at: placeOfField(row, column + 1),
        text: id,
        message,
      });
    }
    seen.set(id, row.line);
  }
}

/** Casbin's order of evaluation: by the priority column, then, for that effect, by subject hierarchy. */
function inOrder(
  rules: readonly Rule[],
  model: PolicyModel,
  links: readonly (readonly string[])[],
): readonly Rule[] {
  const column = model.ruleTokens.get("p")?.indexOf("priority") ?? -1;
  const byPriority =
    column < 0 ? [...rules] : rules.toSorted((a, b) => Number(a.fields[column]) - Number(b.fields[column]));
  return model.effect === SUBJECT_PRIORITY ? bySubject(byPriority, model, links) : byPriority;
}

/** Casbin's own sort, on its own model; the rules are found again by the identity of their fields. */
function bySubject(
  rules: readonly Rule[],
  model: PolicyModel,
  links: readonly (readonly string[])[],
): readonly Rule[] {
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
