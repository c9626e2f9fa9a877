import type { Key } from "../candidate/key.ts";
import { merge, type Places, RuleIndex } from "../candidate/rule-index.ts";
import type { Scope } from "../expression/compile.ts";
import type { MayHold } from "../expression/partial.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { About, Evaluator, Question, Verdict } from "./evaluator.ts";
import { NearestRule } from "./nearest-rule.ts";
import { KNOWN, partialMatcher } from "./partial-match.ts";
import { RuleScan } from "./rule-scan.ts";

/** Evaluates the rules that an index finds: the others cannot match. */
export class IndexedEvaluator implements Evaluator {
  readonly #scan: RuleScan;
  readonly #index: RuleIndex;
  readonly #mayHold: Readonly<Record<About, MayHold>>;
  readonly #keys: readonly Key[];
  readonly #allowing: readonly Rule[];
  readonly #nearest: NearestRule;
  /** Over the allow rules, by the keys of what is known; built when first asked for. */
  readonly #partial: Partial<Record<About, RuleIndex>> = {};

  constructor(set: DefinitionSet, rules: readonly Rule[], from: { scope: Scope; keys: readonly Key[] }) {
    const { scope, keys } = from;
    this.#keys = keys;
    this.#scan = new RuleScan(set, rules, scope);
    this.#index = new RuleIndex(keys, rules);
    this.#mayHold = partialMatcher(set, scope);
    this.#allowing = rules.filter((rule) => rule.ref.effect === "allow");
    this.#nearest = new NearestRule(set, scope, { rules: this.#allowing, keys });
  }

  decide(question: Question): Verdict {
    const found = this.#index.find(question);
    return this.#scan.decide(question, found && merge(found));
  }

  couldAllow(question: Question, about: About): Rule | undefined {
    const found = this.#partialIndex(about).find(question) ?? [[...this.#allowing.keys()]];
    let first = this.#allowing.length;
    for (const places of found) first = this.#firstOf(places, first, { question, about });
    return this.#allowing[first];
  }

  nearest(question: Question): ReturnType<Evaluator["nearest"]> {
    return this.#nearest.find(question);
  }

  /** The first place before `end` whose rule may hold; `end` if there is none. */
  #firstOf(places: Places, end: number, asked: { question: Question; about: About }): number {
    const { values, extra } = asked.question;
    const mayHold = this.#mayHold[asked.about];
    for (const place of places) {
      if (place >= end) return end;
      if (mayHold(values, (this.#allowing[place] as Rule).fields, extra)) return place;
    }
    return end;
  }

  #partialIndex(about: About): RuleIndex {
    const built = this.#partial[about];
    if (built !== undefined) return built;
    const keys = this.#keys.filter(({ reads }) => reads.every((token) => KNOWN[about].has(token)));
    const index = new RuleIndex(keys, this.#allowing);
    this.#partial[about] = index;
    return index;
  }
}
