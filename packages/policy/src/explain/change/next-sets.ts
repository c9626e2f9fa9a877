import type { Rule } from "../../rule/rule.ts";
import { rankRules } from "../rank-rules.ts";
import { throwingRule } from "../throwing-rule.ts";
import { ruleBreaks } from "./break-rule.ts";
import { type Edit, editPlace } from "./edit.ts";
import { ruleRepairs, weightOf } from "./repair-rule.ts";
import type { Judged, Situation } from "./situation.ts";
import { Target } from "./target.ts";

/** So many of the nearest rules are tried. */
const NEAREST = 5;

/** A set of edits. */
export type Edits = readonly Edit[];

/** Fewer edits first, then the narrower ones. */
export function compareSets(a: Edits, b: Edits): number {
  return a.length === b.length ? weightOf(a) - weightOf(b) : a.length - b.length;
}

/** How far a denied call has come: questions that are allowed, then what stands in the way of the next one. */
export function progressOf(situation: Situation): number {
  let come = 0;
  for (const { verdict } of situation.asked) {
    if ("fault" in verdict) return come;
    if (!verdict.allowed) return come + 50 - Math.min(49, verdict.matched.filter(denies).length);
    come += 100;
  }
  return come;
}

/** The edits so far and more that could help the first denied question, at most so many in all; the narrowest first. */
export function nextSets(situation: Situation, most: number): readonly Edits[] {
  const asked = situation.asked.find(({ verdict }) => "fault" in verdict || !verdict.allowed);
  if (asked === undefined) return [];
  return moreEdits(situation, asked)
    .map((more) => [...situation.edits, ...more])
    .filter((edits) => edits.length <= most && !overlaps(edits))
    .toSorted(compareSets);
}

function overlaps(edits: Edits): boolean {
  return new Set(edits.map(editPlace)).size < edits.length;
}

/** Breaks what denies, else repairs what nearly allows. */
function moreEdits(situation: Situation, asked: Judged): readonly Edits[] {
  const { question, verdict } = asked;
  const { rules, reader, scope, explained } = situation;
  const target = (rule: Rule): Target => new Target(situation, rule, asked);
  if ("fault" in verdict) {
    const { matcher } = explained.model.calls;
    const rule = throwingRule(rules, { matcher, scope, reader }, question);
    return rule === undefined ? [] : [...ruleRepairs(target(rule)), ...ruleBreaks(target(rule))];
  }
  const denying = verdict.matched.find(denies);
  const breaks = denying === undefined ? [] : ruleBreaks(target(denying));
  const allowing = rules.filter((rule) => !denies(rule));
  const nearest = rankRules(allowing, { reader, question }, NEAREST);
  return [...breaks, ...nearest.flatMap(({ rule }, rank) => ruleRepairs(target(rule), rank))];
}

function denies({ ref }: Rule): boolean {
  return ref.effect === "deny";
}
