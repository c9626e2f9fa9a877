import type { RuleRef } from "@ambit/core";
import type { DecisionNode } from "@ambit/ledger";
import { plain } from "../layout/plain.ts";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail } from "../layout/tree.ts";

/** A rule as a person finds it again: its place, or its id, and its text. */
export function ruleText({ id, at, text }: RuleRef): string {
  return `${plain(at ?? id)}  ${plain(text)}`;
}

/** The rule that came closest, and which of its clauses hold. */
export function nearestDetails({ nearest }: DecisionNode["record"], style: Style): readonly Detail[] {
  if (nearest === undefined) return [];
  const clauses = nearest.clauses.flatMap(({ text, holds }, index) => [
    segment(index === 0 ? "" : "  "),
    holds ? segment(`✓ ${plain(text)}`, style.faint) : segment(`✗ ${plain(text)}`, style.bad),
  ]);
  return [
    {
      label: "nearest",
      text: [segment(ruleText(nearest.rule)), segment(`  for ${plain(nearest.principal)}`)],
    },
    ...(clauses.length === 0 ? [] : [{ label: "", text: clauses }]),
  ];
}
