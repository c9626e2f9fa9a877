import type { NearMiss } from "@ambit/core";

import type { Program } from "../expression/compile.ts";
import type { Rule } from "../rule/rule.ts";
import type { Question } from "./evaluator.ts";

/** Finds the rule that came closest to matching. */
export class NearestRule {
  readonly #rules: readonly Rule[];
  readonly #conjuncts: readonly { readonly text: string; readonly program: Program }[];

  constructor(
    rules: readonly Rule[],
    conjuncts: readonly { readonly text: string; readonly program: Program }[],
  ) {
    this.#rules = rules;
    this.#conjuncts = conjuncts;
  }

  /** The rule with the most conjuncts that hold; the first of several. */
  find(question: Question): Omit<NearMiss, "principal"> | undefined {
    let nearest: Rule | undefined;
    let most = -1;
    for (const rule of this.#rules) {
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
}

function holds(program: Program, rule: Rule, { values, extra }: Question): boolean {
  try {
    return Boolean(program(values, rule.fields, extra));
  } catch {
    return false;
  }
}
