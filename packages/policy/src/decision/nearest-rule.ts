import type { NearMiss } from "@ambit/core";

import type { Key } from "../candidate/key.ts";
import { type Places, Postings } from "../candidate/postings.ts";
import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { Question } from "./evaluator.ts";

/** A denial explains itself with the best of so many rules: enough for a person, cheap at any size of policy. */
const TRIED = 100;

/** Finds the rule that came closest to matching. */
export class NearestRule {
  readonly #rules: readonly Rule[];
  readonly #keys: readonly Key[];
  readonly #first: Places;
  readonly #conjuncts: readonly { readonly text: string; readonly program: Program }[];
  /** Per key; built at the first denial of a large policy. */
  #postings: readonly Postings[] | undefined;

  constructor(set: DefinitionSet, scope: Scope, among: { rules: readonly Rule[]; keys: readonly Key[] }) {
    this.#rules = among.rules;
    this.#keys = among.keys;
    this.#first = Array.from({ length: Math.min(TRIED, among.rules.length) }, (_, place) => place);
    this.#conjuncts = set.matcher.conjuncts.map(({ text, node }) => ({
      text,
      program: compileMatcher(node, scope),
    }));
  }

  /** The rule with the most conjuncts that hold; the first of several. */
  find(question: Question): Omit<NearMiss, "principal"> | undefined {
    let nearest: Rule | undefined;
    let most = -1;
    for (const place of this.#tried(question)) {
      const rule = this.#rules[place] as Rule;
      const held = this.#held(rule, question, most);
      if (held > most) [nearest, most] = [rule, held];
    }
    if (nearest === undefined) return undefined;
    const rule = nearest;
    const clauses = this.#conjuncts.map(({ text, program }) => ({
      text,
      holds: holds(program, rule, question),
    }));
    return { rule: rule.ref, clauses };
  }

  /** How many conjuncts hold; fewer are told once they cannot be more than `most`. */
  #held(rule: Rule, question: Question, most: number): number {
    let held = 0;
    let left = this.#conjuncts.length;
    for (const { program } of this.#conjuncts) {
      if (held + left <= most) break;
      left--;
      held += Number(holds(program, rule, question));
    }
    return held;
  }

  /** The first rules for which the conjunct holds that holds for the fewest; of all rules, if none does. */
  #tried(question: Question): Places {
    if (this.#rules.length <= TRIED) return this.#first;
    this.#postings ??= this.#keys.map((key) => new Postings(key, this.#rules));
    let fewest: readonly Places[] | undefined;
    let least = Infinity;
    for (const postings of this.#postings) {
      const lists = postings.find(question) ?? [];
      const count = lists.reduce((sum, places) => sum + places.length, 0);
      if (count > 0 && count < least) [fewest, least] = [lists, count];
    }
    if (fewest === undefined) return this.#first;
    const first = fewest.flatMap((places) => places.slice(0, TRIED));
    return first.sort((a, b) => a - b).slice(0, TRIED);
  }
}

function holds(program: Program, rule: Rule, { values, extra }: Question): boolean {
  try {
    return Boolean(program(values, rule.fields, extra));
  } catch {
    return false;
  }
}
