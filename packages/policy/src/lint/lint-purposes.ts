import { placeInField } from "../rule/row.ts";
import { denies, type LintedPolicy, type LintedSet } from "./linted-policy.ts";

/**
 * Reports denies that hold for one purpose of several below the same one.
 *
 * The purpose of a run comes from trusted code, but the purpose of a step from the model, which may declare any within the
 * run's: it escapes a deny of one by declaring another.
 */
export function lintPurposes({ tests, rules }: LintedSet, { links, findings }: LintedPolicy): void {
  const test = tests.find(({ token }) => token === "intent");
  if (test === undefined) return;
  const { kind, slot, open } = test;
  const rows = (kind.type === "role" ? links.get(kind.role)?.rows : undefined) ?? [];
  const below = new Set(rows.filter(({ fields: [from, to] }) => from !== to).map(({ fields }) => fields[0]));
  for (const rule of rules) {
    const purpose = rule.fields[slot] ?? "";
    if (!denies(rule) || open.includes(purpose) || !(below.has(purpose) || purpose.includes("/"))) continue;
    findings.add({
      reason: "deny_escapable",
      severity: "warning",
      at: placeInField(rule.row, slot + 1, purpose),
      text: purpose,
      message: `the model declares the purpose of a step: with another one than "${purpose}" it escapes this deny`,
    });
  }
}
