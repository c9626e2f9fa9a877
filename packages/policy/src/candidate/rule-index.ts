import type { Question } from "../decision/evaluator.ts";
import type { Rule } from "../rule/rule.ts";
import type { Key } from "./key.ts";

/** As many rules are faster tried than told apart. */
const FEW = 4;
/** So many rules show by which key the others are told apart best. */
const SAMPLE = 2000;

/** Finds the rules that a question could match. Built once; nothing from a request is kept in it. */
export class RuleIndex {
  readonly #keys: readonly Key[];
  readonly #root: Branch | Places;

  constructor(keys: readonly Key[], rules: readonly Rule[]) {
    this.#keys = bySelectivity(keys, rules);
    this.#root = grow(this.#keys, rules, { places: [...rules.keys()], level: 0 });
  }

  /** Lists of ascending places that together hold each possible rule once; undefined when every rule is possible. */
  find(question: Question): readonly Places[] | undefined {
    const texts: (readonly string[])[] = [];
    for (const key of this.#keys) {
      const own = key.textsFor(question);
      if (own === undefined) return undefined;
      texts.push(own);
    }
    const found: Places[] = [];
    collect(this.#root, 0, { texts, found });
    return found;
  }
}

/** Places of rules in the order of evaluation, ascending. */
export type Places = readonly number[];

/** Rules told apart by one key: those of each text, and those that the key does not exclude. */
class Branch {
  readonly texts = new Map<string, Branch | Places>();
  open: Branch | Places | undefined;
}

/** Ascending places of several lists. */
export function merge(lists: readonly Places[]): Places {
  const [first] = lists;
  if (first === undefined) return [];
  if (lists.length === 1) return first;
  const merged: number[] = [];
  for (const list of lists) for (const place of list) merged.push(place);
  return merged.length > 32 ? merged.sort((a, b) => a - b) : sortFew(merged);
}

function sortFew(places: number[]): Places {
  for (let index = 1; index < places.length; index++) {
    const place = places[index] as number;
    let at = index;
    for (; at > 0 && (places[at - 1] as number) > place; at--) places[at] = places[at - 1] as number;
    places[at] = place;
  }
  return places;
}

/** The key that leaves the fewest rules comes first, judged by a sample. */
function bySelectivity(keys: readonly Key[], rules: readonly Rule[]): readonly Key[] {
  const sample = rules.filter((_, place) => place % Math.ceil(rules.length / SAMPLE) === 0);
  const left = new Map<Key, number>();
  for (const key of keys) {
    const texts = sample.map((rule) => key.textOf(rule.fields));
    const open = texts.filter((text) => text === undefined).length;
    left.set(key, open + (texts.length - open) / Math.max(1, new Set(texts).size));
  }
  return keys.toSorted((a, b) => (left.get(a) ?? 0) - (left.get(b) ?? 0));
}

function grow(
  keys: readonly Key[],
  rules: readonly Rule[],
  { places, level }: { readonly places: Places; readonly level: number },
): Branch | Places {
  const key = keys[level];
  if (key === undefined || places.length <= FEW) return places;
  const texts = new Map<string, number[]>();
  const open: number[] = [];
  for (const place of places) {
    const text = key.textOf((rules[place] as Rule).fields);
    const kept = text === undefined ? open : texts.get(text);
    if (kept === undefined) texts.set(text as string, [place]);
    else kept.push(place);
  }
  const branch = new Branch();
  for (const [text, below] of texts)
    branch.texts.set(text, grow(keys, rules, { places: below, level: level + 1 }));
  if (open.length > 0) branch.open = grow(keys, rules, { places: open, level: level + 1 });
  return branch;
}

interface Asked {
  /** Per level of the index. */
  readonly texts: readonly (readonly string[])[];
  readonly found: Places[];
}

function collect(node: Branch | Places, level: number, asked: Asked): void {
  if (!(node instanceof Branch)) {
    asked.found.push(node);
    return;
  }
  if (node.open !== undefined) collect(node.open, level + 1, asked);
  for (const text of asked.texts[level] ?? []) {
    const next = node.texts.get(text);
    if (next !== undefined) collect(next, level + 1, asked);
  }
}
