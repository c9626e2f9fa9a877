import type { Rule } from "../rule/rule.ts";

/** A rule where an index keeps it. */
export interface Candidate {
  /** Where the rule stands in the order of evaluation. */
  readonly place: number;
  readonly rule: Rule;
  /** How many of the index's keys found it: the first so many. */
  readonly level: number;
}

/** In the order of evaluation. */
export type Candidates = readonly Candidate[];

/** The rules of several lists, in the order of evaluation. */
export function merge(lists: readonly Candidates[]): Candidates {
  const [first] = lists;
  if (first === undefined) return [];
  if (lists.length === 1) return first;
  const merged: Candidate[] = [];
  for (const list of lists) for (const candidate of list) merged.push(candidate);
  return merged.length > 32 ? merged.sort((a, b) => a.place - b.place) : sortFew(merged);
}

function sortFew(candidates: Candidate[]): Candidates {
  for (let index = 1; index < candidates.length; index++) {
    const candidate = candidates[index] as Candidate;
    let at = index;
    for (; at > 0 && (candidates[at - 1] as Candidate).place > candidate.place; at--)
      candidates[at] = candidates[at - 1] as Candidate;
    candidates[at] = candidate;
  }
  return candidates;
}
