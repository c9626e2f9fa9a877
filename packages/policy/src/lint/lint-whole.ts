import type { ToolEntry } from "@ambit/core";

import type { FileFindings } from "../finding/file-findings.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import type { RoleGraph } from "../role/role-graph.ts";
import type { Row } from "../rule/row.ts";
import type { RuleSet } from "../rule/rule.ts";
import { linkNames } from "./link-names.ts";
import { lintChains } from "./lint-chains.ts";
import { lintCircles } from "./lint-circles.ts";
import { lintLinks } from "./lint-links.ts";
import { lintNames } from "./lint-names.ts";
import { lintMatcherPatterns, lintPatterns } from "./lint-patterns.ts";
import { lintPurposes } from "./lint-purposes.ts";
import { lintReach } from "./lint-reach.ts";
import { lintShadows } from "./lint-shadows.ts";
import { lintToolsets } from "./lint-toolsets.ts";
import { type LintedPolicy, lintedSet } from "./linted-policy.ts";

/** A policy of which each part can be used by itself. */
export interface WholePolicy {
  readonly model: PolicyModel;
  readonly modelText: string;
  readonly rules: RuleSet;
  /** The rows of `rules`. */
  readonly rows: readonly Row[];
  readonly tools: ReadonlyMap<string, ToolEntry>;
  readonly roles: ReadonlyMap<string, RoleGraph>;
}

/** Checks what only model, rules, links and manifest together can say. */
export function lintWhole(
  { model, modelText, rules, rows, tools, roles }: WholePolicy,
  findings: { readonly model: FileFindings; readonly rules: FileFindings },
): void {
  const edges = model.edges === undefined ? [] : [lintedSet(model.edges, rules.edges, rows)];
  const names = [...model.roles.keys()];
  const policy: LintedPolicy = {
    model,
    tools,
    roles,
    links: new Map(names.map((name) => [name, linkNames(rows.filter(({ ptype }) => ptype === name))])),
    sets: [lintedSet(model.calls, rules.rules, rows), ...edges],
    findings: findings.rules,
  };
  for (const set of policy.sets) {
    lintMatcherPatterns(set, { text: modelText, findings: findings.model });
    lintPatterns(set, policy);
    lintNames(set, policy);
    lintReach(set, policy);
    lintPurposes(set, policy);
    lintShadows(set, policy);
  }
  lintLinks(policy);
  lintToolsets(policy);
  lintCircles(policy);
  lintChains(policy);
}
