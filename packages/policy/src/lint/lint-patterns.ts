import { type Node, walk } from "../expression/node.ts";
import type { FileFindings, Report } from "../finding/file-findings.ts";
import { placeAt } from "../finding/finding.ts";
import { functionShape } from "../function/known-functions.ts";
import { type Hazard, patternHazards } from "../function/pattern-hazard.ts";
import { parseEvaluated } from "../model/evaluated.ts";
import { placeInField } from "../rule/row.ts";
import { denies, type LintedPolicy, type LintedSet } from "./linted-policy.ts";

/** Reports patterns of casbin's matching functions that match more, or less, than they seem to. */
export function lintPatterns({ definitions, rules }: LintedSet, { findings }: LintedPolicy): void {
  const { patterns, columns, ptype } = definitions;
  for (const { column, function: name } of patterns) {
    const slot = columns.indexOf(column.slice(ptype.length + 1));
    const known = new Map<string, readonly Hazard[]>();
    const denied = new Set(rules.filter(denies).map(({ fields }) => fields[slot]));
    for (const rule of rules) {
      const text = rule.fields[slot] ?? "";
      const hazards =
        known.get(text) ?? hazardsOf(name, text).filter((hazard) => !isMended(text, hazard, denied));
      known.set(text, hazards);
      if (hazards.length === 0) continue;
      for (const report of hazards.flatMap((hazard) => reportOf(hazard, denies(rule)) ?? [])) {
        findings.add({ ...report, at: placeInField(rule.row, slot + 1, text), text });
      }
    }
  }
}

function hazardsOf(name: string, text: string): readonly Hazard[] {
  if (name !== "eval") return patternHazards(name, text);
  return writtenPatterns(parseEvaluated(text)).flatMap(({ hazards }) =>
    hazards.map((hazard) => ({ ...hazard, allow: worst(hazard), deny: worst(hazard) })),
  );
}

function reportOf(hazard: Hazard, deny: boolean): Omit<Report, "at" | "text"> | undefined {
  const severity = deny ? hazard.deny : hazard.allow;
  return severity === undefined ? undefined : { ...about(hazard), severity };
}

/** `/x` is denied beside `/x/*`. */
function isMended(text: string, { reason }: Hazard, denied: ReadonlySet<string | undefined>): boolean {
  return reason === "pattern_bypass" && text.endsWith("/*") && denied.has(text.slice(0, -2));
}

/** The same for the patterns that stand in the matcher itself. */
export function lintMatcherPatterns(
  { definitions }: LintedSet,
  { text, findings }: { readonly text: string; readonly findings: FileFindings },
): void {
  for (const { raw, value, hazards } of writtenPatterns(definitions.matcher.node)) {
    const at = placeAt(text, Math.max(0, text.indexOf(raw)) + 1);
    for (const hazard of hazards)
      findings.add({ ...about(hazard), severity: worst(hazard), at, text: value });
  }
}

/** The texts of an expression that a function takes for patterns. */
function writtenPatterns(
  node: Node,
): readonly { readonly raw: string; readonly value: string; readonly hazards: readonly Hazard[] }[] {
  return [...walk(node)].flatMap((part) => {
    if (part.type !== "CallExpression" || part.callee.type !== "Identifier") return [];
    const { name } = part.callee;
    const written = part.arguments[functionShape(name)?.written ?? -1];
    if (written?.type !== "Literal" || typeof written.value !== "string") return [];
    return [{ raw: written.raw, value: written.value, hazards: patternHazards(name, written.value) }];
  });
}

/** Where a test may be negated, a rule that allows is as bad as one that denies. */
function worst({ allow, deny }: Hazard): "fatal" | "warning" {
  return [allow, deny].includes("fatal") ? "fatal" : "warning";
}

function about({ reason, message, suggestion }: Hazard): Pick<Report, "reason" | "message" | "suggestion"> {
  return { reason, message, suggestion };
}
