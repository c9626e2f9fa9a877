import type { RuleRef } from "@ambit/core";
import type { DecisionNode } from "@ambit/ledger";
import { plain } from "../layout/plain.ts";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail } from "../layout/tree.ts";

/** A rule as a person finds it again: its place, or its id, and its text. */
export function ruleText({ id, at, text }: RuleRef): string {
  return `${plain(at ?? id)}  ${plain(text.replace(/\s+/gu, " "))}`;
}

/** The rule that came closest, and the clauses of it that do not hold. */
export function nearestDetails({ nearest }: DecisionNode["record"], style: Style): readonly Detail[] {
  if (nearest === undefined) return [];
  const { principal, rule, clauses } = nearest;
  const failing = clauses.filter(({ holds }) => !holds);
  const held = clauses.length - failing.length;
  return [
    { label: "nearest", text: [segment(ruleText(rule)), segment(`  for ${plain(principal)}`, style.faint)] },
    ...failing.map(({ text }) => ({ label: "", text: [segment("✗ ", style.bad), segment(plain(text))] })),
    ...(held === 0
      ? []
      : [{ label: "", text: [segment(`✓ ${held} of ${clauses.length} clauses hold`, style.faint)] }]),
  ];
}
