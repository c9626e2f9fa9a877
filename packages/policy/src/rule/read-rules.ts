import { type Obligation, parseObligations } from "@ambit/core";

import type { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import { circlesOf, linkGraphs } from "../lint/link-graph.ts";
import { SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import { inOrder } from "./in-order.ts";
import { RowLint } from "./lint-row.ts";
import { placeOfField, readRows, type Row } from "./row.ts";
import type { Rule, RuleSet } from "./rule.ts";

/** Reads and lints the text of a rules file; `rows` are the rows that can be used, rules and links. */
export function readRules(
  text: string,
  model: PolicyModel,
  findings: FileFindings,
): RuleSet & { readonly rows: readonly Row[] } {
  const lint = new RowLint(model, findings);
  const rows = readRows(text, findings).filter((row) => lint.check(row));
  const links = new Map<string, (readonly string[])[]>([...model.roles.keys()].map((name) => [name, []]));
  for (const row of rows) links.get(row.ptype)?.push(row.fields);
  const empty = findings.found.length === 0 && !rows.some((row) => row.ptype === "p");
  if (empty) {
    const message = "the policy has no p row: casbin would ask the matcher alone, which may ALLOW";
    findings.add({ reason: "policy_empty", at: { line: 1, column: 1 }, text: "", message });
  }
  reportSubjectCircle(rows, model, findings);
  const rulesOf = (set: DefinitionSet): readonly Rule[] => {
    const found = rows.filter((row) => row.ptype === set.ptype);
    reportSameIds(found, set, findings);
    const toRule = ruleReader(set, findings.file);
    return inOrder(found.map(toRule), {
      set,
      model,
      links: findings.found.some(isFatal) ? [] : (links.get("g") ?? []),
    });
  };
  const edges = model.edges === undefined ? [] : rulesOf(model.edges);
  if (model.edges !== undefined && edges.length === 0 && findings.found.length === 0) {
    const message =
      "the model has r2 and the policy no p2 row: no edge would carry anything, and every call be denied";
    findings.add({ reason: "policy_empty", at: { line: 1, column: 1 }, text: "", message });
  }
  return { rules: rulesOf(model.calls), edges, links, rows };
}

/** Casbin sorts by the links of `g`, and would follow a circle of them for ever. */
function reportSubjectCircle(rows: readonly Row[], { calls }: PolicyModel, findings: FileFindings): void {
  if (calls.effect !== SUBJECT_PRIORITY) return;
  const linked = rows.filter(({ ptype }) => ptype === "g");
  const inCircle = new Set(linkGraphs(linked).flatMap(circlesOf).filter(isCircle).flat());
  const closes = ({ fields: [from = "", to = ""] }: Row): boolean => from === to || inCircle.has(from);
  const row = linked.find(closes);
  if (row === undefined) return;
  const message = "subjectPriority cannot sort roles that are linked in a circle: casbin would hang";
  findings.add({
    reason: "role_cycle",
    severity: "fatal",
    at: placeOfField(row, 0),
    text: row.text,
    message,
  });
}

function isFatal({ severity }: Finding): boolean {
  return severity === "fatal";
}

function isCircle(names: readonly string[]): boolean {
  return names.length > 1;
}

function ruleReader({ ptype, columns }: DefinitionSet, path: string): (row: Row, index: number) => Rule {
  const [id, eft, obl] = [columns.indexOf("id"), columns.indexOf("eft"), columns.indexOf("obl")];
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const known = new Map<string, readonly Obligation[]>();
  const obligations = (written: string): readonly Obligation[] => {
    const parsed = known.get(written) ?? Object.freeze(parseObligations(written) ?? []);
    known.set(written, parsed);
    return parsed;
  };
  // rules share most texts but their ids: what is one object is compared, and kept in the processor's caches, once
  const texts = new Map<string, string>();
  const shared = (field: string, column: number): string => {
    if (column === id) return field;
    const kept = texts.get(field);
    if (kept === undefined) texts.set(field, field);
    return kept ?? field;
  };
  return ({ fields, line, text }, index) => ({
    fields: Object.freeze(fields.map(shared)),
    ref: Object.freeze({
      id: fields[id] === undefined || fields[id] === "" ? `${ptype}:${index + 1}` : fields[id],
      at: `${file}:${line}`,
      text,
      effect: fields[eft] === "deny" ? "deny" : "allow",
    }),
    obligations: obligations(fields[obl] ?? ""),
  });
}

/** Two rules of one id cannot be told apart in a record. */
function reportSameIds(rows: readonly Row[], set: DefinitionSet, findings: FileFindings): void {
  const column = set.columns.indexOf("id");
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
