import type { NearMiss } from "@ambit/core";

import type { Key } from "../candidate/key.ts";
import { Postings } from "../candidate/postings.ts";
import { merge, type Places } from "../candidate/rule-index.ts";
import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { Question } from "./evaluator.ts";

/** A denial explains itself with the best of so many rules: enough for a person, cheap at any size of policy. */
const TRIED = 256;

/** Finds the rule that came closest to matching. */
export class NearestRule {
  readonly #rules: readonly Rule[];
  readonly #keys: readonly Key[];
  readonly #conjuncts: readonly { readonly text: string; readonly program: Program }[];
  /** Per key; built at the first denial of a large policy. */
  #postings: readonly Postings[] | undefined;

  constructor(model: PolicyModel, scope: Scope, among: { rules: readonly Rule[]; keys: readonly Key[] }) {
    this.#rules = among.rules;
    this.#keys = among.keys;
    this.#conjuncts = model.matcher.conjuncts.map(({ text, node }) => ({
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
      let held = 0;
      for (const { program } of this.#conjuncts) held += Number(holds(program, rule, question));
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

  /** The first rules for which the conjunct holds that holds for the fewest; of all rules, if none does. */
  #tried(question: Question): Places {
    const all = [...this.#rules.keys()].slice(0, TRIED);
    if (this.#rules.length <= TRIED) return all;
    this.#postings ??= this.#keys.map((key) => new Postings(key, this.#rules));
    let fewest: readonly Places[] | undefined;
    let least = Infinity;
    for (const postings of this.#postings) {
      const lists = postings.find(question) ?? [];
      const count = lists.reduce((sum, places) => sum + places.length, 0);
      if (count > 0 && count < least) [fewest, least] = [lists, count];
    }
    return fewest === undefined ? all : merge(fewest.map((places) => places.slice(0, TRIED))).slice(0, TRIED);
  }
}

function holds(program: Program, rule: Rule, { values, extra }: Question): boolean {
  try {
    return Boolean(program(values, rule.fields, extra));
  } catch {
    return false;
  }
}
