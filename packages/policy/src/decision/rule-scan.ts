import { DefaultEffector, Effect, type EffectorStream } from "casbin";

import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import { ALLOW_OVERRIDE, EFFECTS, PRIORITY, SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import type { Rule } from "../rule/rule.ts";
import type { Candidates } from "../candidate/candidate.ts";
import { remaining } from "../candidate/remaining.ts";
import type { RuleIndex } from "../candidate/rule-index.ts";
import type { Question, Verdict } from "./evaluator.ts";
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
    const seen: Seen = { matched: [], named: undefined, decided: false };
    try {
      this.#scan(question, { found, stream, seen });
    } catch (fault) {
      const allowed = seen.decided && stream.current();
      return { allowed, matched: seen.matched, obliging: [], fault, named: allowed ? seen.named : undefined };
    }
    const allowed = stream.current();
    const obliging = allowed ? this.#obliging(seen) : [];
    return { allowed, matched: seen.matched, obliging, named: seen.named };
  }

  #scan({ values, extra }: Question, { found, stream, seen }: Scan): void {
    const count = found?.length ?? this.#rules.length;
    // casbin would have found that none of them matches
    if (count === 0) stream.pushEffect(Effect.Indeterminate);
    for (let index = 0; index < count; index++) {
      const candidate = found?.[index];
      const rule = candidate?.rule ?? (this.#rules[index] as Rule);
      const matcher = candidate === undefined ? this.#matcher : this.#remaining[candidate.level];
      const result = (matcher as Program)(values, rule.fields, extra);
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

interface Scan {
  readonly found: Candidates | undefined;
  readonly stream: EffectorStream;
  readonly seen: Seen;
}
