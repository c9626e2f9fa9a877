import type { ToolEntry } from "@ambit/core";

import type { FileFindings } from "../finding/file-findings.ts";
import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import type { RoleGraph } from "../role/role-graph.ts";
import type { Row } from "../rule/row.ts";
import type { Rule } from "../rule/rule.ts";
import { type ColumnTest, columnTests } from "./column-test.ts";
import type { LinkNames } from "./link-names.ts";

/** A whole policy without fatal findings, as its checks see it. */
export interface LintedPolicy {
  readonly model: PolicyModel;
  readonly tools: ReadonlyMap<string, ToolEntry>;
  readonly roles: ReadonlyMap<string, RoleGraph>;
  /** Per role definition. */
  readonly links: ReadonlyMap<string, LinkNames>;
  /** Calls and, where the model has them, edges. */
  readonly sets: readonly LintedSet[];
  /** Of the rules file. */
  readonly findings: FileFindings;
}

/** One definition set with its rules. */
export interface LintedSet {
  readonly definitions: DefinitionSet;
  readonly tests: readonly ColumnTest[];
  /** In order of evaluation. */
  readonly rules: readonly LintedRule[];
}

/** A rule and the row where it stands. */
export interface LintedRule extends Rule {
  readonly row: Row;
}

/** Pairs rules with their rows, by the line of each; throws where one has none, lest it go unchecked. */
export function lintedSet(
  definitions: DefinitionSet,
  rules: readonly Rule[],
  rows: readonly Row[],
): LintedSet {
  const byLine = new Map(rows.map((row) => [row.line, row]));
  const paired = rules.map((rule) => {
    const { at = "" } = rule.ref;
    const row = byLine.get(Number(at.slice(at.lastIndexOf(":") + 1)));
    if (row === undefined) throw new Error(`no row stands at ${at}`);
    const { fields, ref, obligations } = rule;
    return { fields, ref, obligations, row };
  });
  return { definitions, tests: columnTests(definitions), rules: paired };
}

/** Whether a rule denies. */
export function denies(rule: Rule): boolean {
  return rule.ref.effect === "deny";
}
