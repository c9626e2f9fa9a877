import { DefaultEffector, Effect, type EffectorStream } from "casbin";

import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import { compilePartial, type MayHold } from "../expression/partial.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import { ALLOW_OVERRIDE, PRIORITY, SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import type { Rule } from "../rule/rule.ts";
import type { About, Evaluator, Question, Verdict } from "./evaluator.ts";
import { NearestRule } from "./nearest-rule.ts";
import { ruleEffect } from "./rule-effect.ts";

/** The request tokens that are known when only a purpose, or only a tool, is asked about. */
const KNOWN: Readonly<Record<About, ReadonlySet<string>>> = {
  purpose: new Set(["sub", "intent", "dom"]),
  tool: new Set(["sub", "tool"]),
};

/** Evaluates every rule, one after the other, as casbin does. */
export class ScanEvaluator implements Evaluator {
  readonly #rules: readonly Rule[];
  readonly #matcher: Program;
  readonly #mayHold: Readonly<Record<About, MayHold>>;
  readonly #allowing: readonly Rule[];
  readonly #effect: string;
  readonly #eftColumn: number;
  readonly #effector = new DefaultEffector();
  readonly #nearest: NearestRule;

  constructor(model: PolicyModel, rules: readonly Rule[], scope: Scope) {
    this.#rules = rules;
    this.#matcher = compileMatcher(model.matcher.node, scope);
    this.#mayHold = {
      purpose: compilePartial(model.matcher.node, scope, KNOWN.purpose),
      tool: compilePartial(model.matcher.node, scope, KNOWN.tool),
    };
    this.#effect = model.effect;
    this.#eftColumn = model.ruleTokens.get("p")?.indexOf("eft") ?? -1;
    this.#allowing = rules.filter((rule) => rule.ref.effect === "allow");
    const conjuncts = model.matcher.conjuncts.map(({ text, node }) => ({
      text,
      program: compileMatcher(node, scope),
    }));
    this.#nearest = new NearestRule(this.#allowing, conjuncts);
  }

  decide(question: Question): Verdict {
    const stream = this.#effector.newStream(this.#effect);
    const seen: Seen = { matched: [], named: undefined, decided: false };
    try {
      this.#scan(question, stream, seen);
    } catch (fault) {
      const allowed = seen.decided && stream.current();
      return { allowed, matched: seen.matched, obliging: [], fault, ...(allowed ? namedOf(seen) : {}) };
    }
    const allowed = stream.current();
    return {
      allowed,
      matched: seen.matched,
      obliging: allowed ? this.#obliging(seen) : [],
      ...namedOf(seen),
    };
  }

  couldAllow({ values, extra }: Question, about: About): Rule | undefined {
    const mayHold = this.#mayHold[about];
    return this.#allowing.find((rule) => mayHold(values, rule.fields, extra));
  }

  nearest(question: Question): ReturnType<Evaluator["nearest"]> {
    return this.#nearest.find(question);
  }

  #scan({ values, extra }: Question, stream: EffectorStream, seen: Seen): void {
    for (const rule of this.#rules) {
      const result = this.#matcher(values, rule.fields, extra);
      const effect = ruleEffect(result, rule.fields[this.#eftColumn]);
      if (effect === Effect.Allow || effect === Effect.Deny) seen.matched.push(rule);
      if (seen.decided) continue;
      const [, flagged, done] = stream.pushEffect(effect);
      if (flagged) seen.named = rule;
      if (!done) continue;
      seen.decided = true;
      if (!this.#collectsOn(stream.current())) return;
    }
  }

  /** Casbin stops at the first allow; the obligations of later ones hold as well, unless the first one decides alone. */
  #collectsOn(allowed: boolean): boolean {
    return allowed && this.#effect === ALLOW_OVERRIDE;
  }

  #obliging({ matched, named }: Seen): readonly Rule[] {
    if (this.#effect === PRIORITY || this.#effect === SUBJECT_PRIORITY)
      return named === undefined ? [] : [named];
    return matched.filter((rule) => rule.ref.effect === "allow");
  }
}

/** What a scan has seen so far. */
interface Seen {
  readonly matched: Rule[];
  named: Rule | undefined;
  /** Whether casbin would have stopped. */
  decided: boolean;
}

function namedOf({ named }: Seen): { readonly named?: Rule } {
  return named === undefined ? {} : { named };
}
