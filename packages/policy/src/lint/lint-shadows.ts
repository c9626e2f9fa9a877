import { type CodeName, printObligation } from "@ambit/core";

import type { Report } from "../finding/file-findings.ts";
import { ALLOW_OVERRIDE, PRIORITY, SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import { placeOfField } from "../rule/row.ts";
import { CoverIndex } from "./cover-index.ts";
import { denies, type LintedPolicy, type LintedRule, type LintedSet } from "./linted-policy.ts";

/** Reports rules that never decide anything, and obligations that a rule seems to lift. */
export function lintShadows(set: LintedSet, { roles, findings }: LintedPolicy): void {
  const { effect } = set.definitions;
  const unread = effect === ALLOW_OVERRIDE;
  if (unread) for (const rule of set.rules.filter(denies)) findings.add(ignoredDeny(rule));
  const rules = unread ? set.rules.filter((rule) => !denies(rule)) : set.rules;
  const judge = effect === PRIORITY || effect === SUBJECT_PRIORITY ? judgeInOrder : judgeTogether;
  const index = new CoverIndex({ ...set, rules }, roles);
  const place = new Map(rules.map((rule, at) => [rule, at]));
  for (const rule of rules) {
    const verdicts = index.covering(rule).flatMap((wide) => {
      const first = (place.get(wide) ?? 0) < (place.get(rule) ?? 0);
      return judge({ wide, rule, first, same: index.covers(rule, wide) }) ?? [];
    });
    const verdict = verdicts.toSorted((a, b) => WORST.indexOf(a.reason) - WORST.indexOf(b.reason))[0];
    if (verdict !== undefined) findings.add(verdict);
  }
}

const WORST: readonly CodeName[] = ["deny_shadowed", "rule_shadowed", "obligations_unite", "rule_redundant"];

/** A rule and one that covers it. */
interface Pair {
  readonly wide: LintedRule;
  readonly rule: LintedRule;
  /** Whether the one that covers stands before the other. */
  readonly first: boolean;
  /** Whether each covers the other. */
  readonly same: boolean;
}

/** The first rule that matches decides. */
function judgeInOrder({ wide, rule, first }: Pair): Report | undefined {
  if (!first) return undefined;
  if (denies(rule) && !denies(wide)) {
    return report(rule, {
      reason: "deny_shadowed",
      severity: "fatal",
      message: `${naming(wide)} allows all that this deny names and decides before it: it would be ALLOWED`,
    });
  }
  return report(rule, {
    reason: "rule_shadowed",
    message: `${naming(wide)} matches all that this rule matches and decides before it: this rule never decides`,
  });
}

/** All rules that match decide together, and a deny wins. */
function judgeTogether({ wide, rule, first, same }: Pair): Report | undefined {
  if (denies(wide) && !denies(rule)) {
    return report(rule, {
      reason: "rule_shadowed",
      message: `${naming(wide)} denies all that this rule allows: it never allows anything`,
    });
  }
  if (denies(wide) !== denies(rule)) return undefined;
  const lifted = denies(rule) ? [] : liftedBy(rule, wide);
  if (lifted === undefined) return undefined;
  if (lifted.length > 0) {
    const message = `${naming(wide)} asks for ${lifted.join(" + ")} here too: obligations add up, a narrower rule lifts none`;
    return report(rule, { reason: "obligations_unite", message });
  }
  if (same && !first) return undefined;
  const message = `${naming(wide)} says ${same ? "the same" : "this and more"}: this rule changes nothing`;
  return report(rule, { reason: "rule_redundant", message });
}

/** The obligations of the wider rule that a rule leaves out; undefined when it has some of its own. */
function liftedBy(rule: LintedRule, wide: LintedRule): readonly string[] | undefined {
  const here = new Set(rule.obligations.map(printObligation));
  const there = wide.obligations.map(printObligation);
  if (![...here].every((one) => there.includes(one))) return undefined;
  return there.filter((one) => !here.has(one));
}

function ignoredDeny(rule: LintedRule): Report {
  return report(rule, {
    reason: "deny_ignored",
    severity: "fatal",
    message:
      "the policy effect does not read deny rules: what this one denies would be ALLOWED by any other rule",
  });
}

function report(rule: LintedRule, about: Pick<Report, "reason" | "message" | "severity">): Report {
  return { severity: "warning", at: placeOfField(rule.row, 0), text: rule.row.text, ...about };
}

function naming({ ref, row }: LintedRule): string {
  return `rule ${ref.id} (line ${row.line})`;
}
