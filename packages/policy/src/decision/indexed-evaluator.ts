import { type Candidate, merge } from "../candidate/candidate.ts";
import type { Key } from "../candidate/key.ts";
import { RuleIndex } from "../candidate/rule-index.ts";
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
    this.#index = new RuleIndex(keys, rules);
    this.#scan = new RuleScan(set, rules, { scope, index: this.#index });
    this.#mayHold = partialMatcher(set, scope);
    this.#allowing = rules.filter((rule) => rule.ref.effect === "allow");
    this.#nearest = new NearestRule(set, scope, { rules: this.#allowing, keys });
  }

  decide(question: Question): Verdict {
    const found = this.#index.find(question);
    return this.#scan.decide(question, found && merge(found));
  }

  couldAllow(question: Question, about: About): Rule | undefined {
    const { values, extra } = question;
    const mayHold = this.#mayHold[about];
    const found = this.#partialIndex(about).find(question);
    if (found === undefined) return this.#allowing.find(({ fields }) => mayHold(values, fields, extra));
    let first: Candidate | undefined;
    for (const candidates of found) {
      for (const candidate of candidates) {
        if (first !== undefined && candidate.place >= first.place) break;
        if (mayHold(values, candidate.rule.fields, extra)) first = candidate;
      }
    }
    return first?.rule;
  }

  nearest(question: Question): ReturnType<Evaluator["nearest"]> {
    return this.#nearest.find(question);
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
