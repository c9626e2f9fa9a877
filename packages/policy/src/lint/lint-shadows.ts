import { printObligation } from "@ambit/core";

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
  for (const [at, rule] of rules.entries()) {
    const worst = worstOf(
      index.covering(rule).map((wide) => ({ wide, rule, first: (place.get(wide) ?? 0) < at, index })),
      judge,
    );
    if (worst === undefined) continue;
    const severity = worst.reason === "deny_shadowed" && !isOrdered(worst.pair, set) ? "fatal" : "warning";
    findings.add(report(rule, { reason: worst.reason, severity, message: messageOf(worst) }));
  }
}

type Judge = (pair: Pair) => Shadow | undefined;

function worstOf(pairs: readonly Pair[], judge: Judge): Verdict | undefined {
  let worst: Verdict | undefined;
  for (const pair of pairs) {
    const reason = judge(pair);
    if (reason === undefined) continue;
    if (worst === undefined || rank(reason) < rank(worst.reason)) worst = { reason, pair };
  }
  return worst;
}

const WORST = ["deny_shadowed", "rule_shadowed", "obligations_unite", "rule_redundant"] as const;

type Shadow = (typeof WORST)[number];

function rank(reason: Shadow): number {
  return WORST.indexOf(reason);
}

/** A rule and one that covers it. */
interface Pair {
  readonly wide: LintedRule;
  readonly rule: LintedRule;
  /** Whether the one that covers stands before the other. */
  readonly first: boolean;
  readonly index: CoverIndex;
}

/** What the covering rule makes of the other. */
interface Verdict {
  readonly reason: Shadow;
  readonly pair: Pair;
}

/** Whether the author wrote which of two rules decides: their priorities differ. */
function isOrdered({ wide, rule }: Pair, { definitions }: LintedSet): boolean {
  const slot = definitions.columns.indexOf("priority");
  return slot >= 0 && wide.fields[slot] !== rule.fields[slot];
}

/** The first rule that matches decides. */
function judgeInOrder({ wide, rule, first }: Pair): Shadow | undefined {
  if (!first) return undefined;
  return denies(rule) && !denies(wide) ? "deny_shadowed" : "rule_shadowed";
}

/** All rules that match decide together, and a deny wins. */
function judgeTogether({ wide, rule, first, index }: Pair): Shadow | undefined {
  if (denies(wide) !== denies(rule)) return denies(wide) ? "rule_shadowed" : undefined;
  const lifted = denies(rule) ? [] : liftedBy(rule, wide);
  if (lifted === undefined) return undefined;
  if (lifted.length > 0) return "obligations_unite";
  return first || !index.covers(rule, wide) ? "rule_redundant" : undefined;
}

function messageOf({ reason, pair: { wide, rule, index } }: Verdict): string {
  const other = `rule ${wide.ref.id} (line ${wide.row.line})`;
  switch (reason) {
    case "deny_shadowed":
      return `${other} allows all that this deny names and decides before it: it would be ALLOWED`;
    case "rule_shadowed":
      return denies(wide) && !denies(rule)
        ? `${other} denies all that this rule allows: it never allows anything`
        : `${other} matches all that this rule matches and decides before it: this rule never decides`;
    case "obligations_unite": {
      const lifted = (liftedBy(rule, wide) ?? []).join(" + ");
      return `${other} asks for ${lifted} here too: obligations add up, a narrower rule lifts none`;
    }
    case "rule_redundant": {
      const same = index.covers(rule, wide);
      return `${other} says ${same ? "the same" : "this and more"}: this rule changes nothing`;
    }
  }
}

/** The obligations of the wider rule that a rule leaves out; undefined when it has some of its own. */
function liftedBy(rule: LintedRule, wide: LintedRule): readonly string[] | undefined {
  if (rule.obligations === wide.obligations) return [];
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
