import type { Scope } from "../expression/compile.ts";
import type { MayHold } from "../expression/partial.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { About, Evaluator, Question, Verdict } from "./evaluator.ts";
import { NearestRule } from "./nearest-rule.ts";
import { partialMatcher } from "./partial-match.ts";
import { RuleScan } from "./rule-scan.ts";

/** Evaluates every rule, for a matcher by which none can be found. */
export class ScanEvaluator implements Evaluator {
  readonly #scan: RuleScan;
  readonly #mayHold: Readonly<Record<About, MayHold>>;
  readonly #allowing: readonly Rule[];
  readonly #nearest: NearestRule;

  constructor(set: DefinitionSet, rules: readonly Rule[], scope: Scope) {
    this.#scan = new RuleScan(set, rules, { scope });
    this.#mayHold = partialMatcher(set, scope);
    this.#allowing = rules.filter((rule) => rule.ref.effect === "allow");
    this.#nearest = new NearestRule(set, scope, { rules: this.#allowing, keys: [] });
  }

  decide(question: Question): Verdict {
    return this.#scan.decide(question);
  }

  couldAllow({ values, extra }: Question, about: About): Rule | undefined {
    const mayHold = this.#mayHold[about];
    return this.#allowing.find((rule) => mayHold(values, rule.fields, extra));
  }

  nearest(question: Question): ReturnType<Evaluator["nearest"]> {
    return this.#nearest.find(question);
  }
}
