import type { Question } from "../decision/evaluator.ts";
import type { Rule } from "../rule/rule.ts";
import type { Key } from "./key.ts";

/** Places of rules in the order of evaluation, ascending. */
export type Places = readonly number[];

/** The rules for which one conjunct holds. */
export class Postings {
  readonly #key: Key;
  readonly #texts = new Map<string, number[]>();
  readonly #open: number[] = [];

  constructor(key: Key, rules: readonly Rule[]) {
    this.#key = key;
    for (const [place, rule] of rules.entries()) {
      const text = key.textOf(rule.fields);
      const kept = text === undefined ? this.#open : this.#texts.get(text);
      if (kept === undefined) this.#texts.set(text as string, [place]);
      else kept.push(place);
    }
  }

  /** Lists of ascending places; undefined when every rule is possible. */
  find(question: Question): readonly Places[] | undefined {
    const lists = this.#key.textsFor(question)?.flatMap((text) => {
      const places = this.#texts.get(text);
      return places === undefined ? [] : [places];
    });
    return lists === undefined ? undefined : [this.#open, ...lists];
  }
}
