import { DefaultEffector, Effect, type EffectorStream } from "casbin";

import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import { ALLOW_OVERRIDE, EFFECTS } from "../model/vocabulary.ts";
import type { Rule } from "../rule/rule.ts";
import type { Candidates } from "../candidate/candidate.ts";
import { remaining } from "../candidate/remaining.ts";
import type { RuleIndex } from "../candidate/rule-index.ts";
import type { Question, Verdict } from "./evaluator.ts";
import { obligingRules } from "./obliging.ts";
import { ruleEffect } from "./rule-effect.ts";

/** Evaluates rules one after the other, as casbin does. */
export class RuleScan {
  readonly #rules: readonly Rule[];
  readonly #matcher: Program;
  /** For rules that an index finds, by level: what the keys above it leave open. */
  readonly #remaining: readonly Program[];
  readonly #effect: string;
  readonly #eftColumn: number;
  readonly #effector = new DefaultEffector();

  constructor(set: DefinitionSet, rules: readonly Rule[], by: { scope: Scope; index?: RuleIndex }) {
    const { node } = set.matcher;
    this.#rules = rules;
    this.#matcher = compileMatcher(node, by.scope);
    this.#remaining = remaining(node, by.index?.keys ?? []).map((rest) => compileMatcher(rest, by.scope));
    // as a literal: casbin compares it for every rule, and the same object is equal at once
    this.#effect = EFFECTS.find((effect) => effect === set.effect) ?? set.effect;
    this.#eftColumn = set.columns.indexOf("eft");
  }

  /** Decides by all rules, or by those that an index found: no other one may match. */
  decide(question: Question, found?: Candidates): Verdict {
    const stream = this.#effector.newStream(this.#effect);
    const seen: Seen = { stream, matched: [], named: undefined, decided: false };
    try {
      this.#scan(question, seen, found);
    } catch (fault) {
      const allowed = seen.decided && stream.current();
      return { allowed, matched: seen.matched, obliging: [], fault, named: allowed ? seen.named : undefined };
    }
    const allowed = stream.current();
    const obliging = allowed ? obligingRules(this.#effect, seen) : [];
    return { allowed, matched: seen.matched, obliging, named: seen.named };
  }

  #scan({ values, extra }: Question, seen: Seen, found: Candidates | undefined): void {
    if (found === undefined) {
      for (const rule of this.#rules)
        if (!this.#take(rule, this.#matcher(values, rule.fields, extra), seen)) return;
      return;
    }
    // casbin would have found that none of them matches
    if (found.length === 0) seen.stream.pushEffect(Effect.Indeterminate);
    for (const { rule, level } of found) {
      const matcher = this.#remaining[level] as Program;
      if (!this.#take(rule, matcher(values, rule.fields, extra), seen)) return;
    }
  }

  /** Whether the next rule is of interest too. */
  #take(rule: Rule, result: unknown, seen: Seen): boolean {
    const effect = ruleEffect(result, rule.fields[this.#eftColumn]);
    if (effect === Effect.Allow || effect === Effect.Deny) seen.matched.push(rule);
    if (seen.decided) return true;
    const [, flagged, done] = seen.stream.pushEffect(effect);
    if (flagged) seen.named = rule;
    if (!done) return true;
    seen.decided = true;
    return this.#collectsOn(seen.stream.current());
  }

  /** Casbin stops at the first allow; the obligations of later ones hold as well, unless the first one decides alone. */
  #collectsOn(allowed: boolean): boolean {
    return allowed && this.#effect === ALLOW_OVERRIDE;
  }
}

/** What a scan has seen so far. */
interface Seen {
  readonly stream: EffectorStream;
  readonly matched: Rule[];
  named: Rule | undefined;
  /** Whether casbin would have stopped. */
  decided: boolean;
}
