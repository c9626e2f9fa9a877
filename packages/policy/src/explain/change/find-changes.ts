import type { Rule } from "../../rule/rule.ts";
import { rankRules } from "../rank-rules.ts";
import { throwingRule } from "../throwing-rule.ts";
import { ruleBreaks } from "./break-rule.ts";
import { type Edit, editKey, editPlace } from "./edit.ts";
import { ruleRepairs, weightOf } from "./repair-rule.ts";
import type { Judged, Situation } from "./situation.ts";
import { Target } from "./target.ts";

/** So many of the nearest rules are tried. */
const NEAREST = 5;
/** A change of more edits is a new policy. */
const MOST_EDITS = 8;
/** How many situations are looked at, at least and at most; in between, so many that no more rules than this are asked. */
const FEWEST = 16;
const MOST = 200;
const RULES_ASKED = 1_000_000;

type Edits = readonly Edit[];

interface Node {
  readonly edits: Edits;
  /** How far the situation before these edits had come. */
  readonly before: number;
}

/**
 * The smallest changes that would allow a denied call: the fewest edits, then the narrowest.
 *
 * Each was decided again with its edits: none is guessed. Best first over sets of edits; the search is bounded, and when it
 * ends without a change, the first one that leads there step by step is told.
 */
export function findChanges(denied: Situation, limit: number): readonly Edits[] {
  const queue: Node[] = [{ edits: [], before: -1 }];
  const seen = new Set<string>();
  const found: Edits[] = [];
  const budget = Math.max(FEWEST, Math.min(MOST, RULES_ASKED / (denied.rules.length + 1)));
  for (let looked = 0; looked < budget && queue.length > 0; looked++) {
    const { edits, before } = takeSmallest(queue);
    if (found[0] !== undefined && edits.length > found[0].length) break;
    const situation = denied.with(edits);
    if (situation.allows) {
      found.push(edits);
      if (found.length >= limit && !isOneSided(found)) break;
      continue;
    }
    const come = progressOf(situation);
    if (come <= before) continue;
    for (const next of nextSets(situation)) {
      const key = keyOf(next);
      if (!seen.has(key)) queue.push({ edits: next, before: come });
      seen.add(key);
    }
  }
  return found.length > 0 ? chosen(found, limit) : stepByStep(denied);
}

/** The narrowest set of edits that brings the first denied question forward, again and again. */
function stepByStep(denied: Situation): readonly Edits[] {
  let situation = denied;
  for (let come = progressOf(situation); !situation.allows; come = progressOf(situation)) {
    const next = nextSets(situation)
      .slice(0, FEWEST)
      .map((edits) => denied.with(edits))
      .find((tried) => tried.allows || progressOf(tried) > come);
    if (next === undefined) return [];
    situation = next;
  }
  return [situation.edits];
}

function keyOf(edits: Edits): string {
  return edits.map(editKey).toSorted().join("\n");
}

/** Call changes alone, or policy changes alone: a person wants to see both where there are both. */
function isOneSided(changes: readonly Edits[]): boolean {
  return changes.every(isCall) || !changes.some(isCall);
}

function isCall(edits: Edits): boolean {
  return edits.every(({ kind }) => kind === "call");
}

function chosen(found: readonly Edits[], limit: number): readonly Edits[] {
  const first = found.slice(0, limit);
  if (limit < 2 || !isOneSided(first)) return first;
  const other = found.slice(limit).find((edits) => isCall(edits) !== isCall(first[0] ?? []));
  return other === undefined ? first : [...first.slice(0, -1), other];
}

function takeSmallest(queue: Node[]): Node {
  let place = 0;
  for (const [index, { edits }] of queue.entries()) {
    const least = queue[place]?.edits ?? [];
    if (compareSets(edits, least) < 0) place = index;
  }
  return queue.splice(place, 1)[0] as Node;
}

/** Fewer edits first, then the narrower ones. */
function compareSets(a: Edits, b: Edits): number {
  return a.length === b.length ? weightOf(a) - weightOf(b) : a.length - b.length;
}

/** How far a denied call has come: questions that are allowed, then what stands in the way of the next one. */
function progressOf(situation: Situation): number {
  let come = 0;
  for (const { verdict } of situation.asked) {
    if ("fault" in verdict) return come;
    if (!verdict.allowed) return come + 50 - Math.min(49, verdict.matched.filter(denies).length);
    come += 100;
  }
  return come;
}

/** The edits so far and more that could help the first denied question; the narrowest first. */
function nextSets(situation: Situation): readonly Edits[] {
  const asked = situation.asked.find(({ verdict }) => "fault" in verdict || !verdict.allowed);
  if (asked === undefined) return [];
  return moreEdits(situation, asked)
    .map((more) => [...situation.edits, ...more])
    .filter((edits) => edits.length <= MOST_EDITS && !overlaps(edits))
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
