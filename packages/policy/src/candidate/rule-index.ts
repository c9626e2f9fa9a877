import type { Question } from "../decision/evaluator.ts";
import type { Rule } from "../rule/rule.ts";
import type { Candidates } from "./candidate.ts";
import type { Key } from "./key.ts";

/** As many rules are faster tried than told apart. */
const FEW = 4;
/** So many rules show by which key the others are told apart best. */
const SAMPLE = 2000;

/** Finds the rules that a question could match. Built once; nothing from a request is kept in it. */
export class RuleIndex {
  /** In the order of the levels. */
  readonly keys: readonly Key[];
  readonly #root: Branch | Candidates;
  /** What lies below the root for a name of the policy: one look-up in place of one per role. As large as the policy. */
  readonly #named = new Map<string, readonly (Branch | Candidates)[]>();

  constructor(keys: readonly Key[], rules: readonly Rule[]) {
    this.keys = bySelectivity(keys, rules);
    this.#root = grow({ keys: this.keys, rules }, [...rules.keys()], 0);
  }

  /** Lists that together hold each possible rule once; undefined when every rule is possible. */
  find(question: Question): readonly Candidates[] | undefined {
    const search = new Search(this.keys, question);
    const below = this.#below(question);
    if (below === undefined) return search.collect(this.#root, 0) ? search.found : undefined;
    for (const node of below) if (!search.collect(node, 1)) return undefined;
    return search.found;
  }

  /** What the first key finds, for a name that the policy links; undefined for every other question. */
  #below(question: Question): readonly (Branch | Candidates)[] | undefined {
    const linked = this.keys[0]?.linked;
    const name = linked?.nameOf(question);
    if (linked === undefined || name === undefined || !(this.#root instanceof Branch)) return undefined;
    const kept = this.#named.get(name);
    if (kept !== undefined || !linked.has(name)) return kept;
    const below = this.#root.below(this.keys[0]?.textsFor(question) ?? []);
    this.#named.set(name, below);
    return below;
  }
}

/** Rules told apart by one key: those of each text, and those that the key does not exclude. */
class Branch {
  readonly texts = new Map<string, Branch | Candidates>();
  open: Branch | Candidates | undefined;

  below(texts: readonly string[]): readonly (Branch | Candidates)[] {
    const below = this.open === undefined ? [] : [this.open];
    for (const text of texts) {
      const node = this.texts.get(text);
      if (node !== undefined) below.push(node);
    }
    return below;
  }
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

interface Growing {
  readonly keys: readonly Key[];
  readonly rules: readonly Rule[];
}

function grow(from: Growing, places: readonly number[], level: number): Branch | Candidates {
  const key = from.keys[level];
  if (key === undefined || places.length <= FEW) {
    // made here, branch by branch: what one question reads lies close together in memory
    return places.map((place) => ({ place, rule: from.rules[place] as Rule, level }));
  }
  const texts = new Map<string, number[]>();
  const open: number[] = [];
  for (const place of places) {
    const text = key.textOf((from.rules[place] as Rule).fields);
    const kept = text === undefined ? open : texts.get(text);
    if (kept === undefined) texts.set(text as string, [place]);
    else kept.push(place);
  }
  const branch = new Branch();
  for (const [text, below] of texts) branch.texts.set(text, grow(from, below, level + 1));
  if (open.length > 0) branch.open = grow(from, open, level + 1);
  return branch;
}

/** Follows one question down the branches; a key is asked for its texts where a branch needs them. */
class Search {
  readonly found: Candidates[] = [];
  readonly #keys: readonly Key[];
  readonly #question: Question;
  /** Per level. */
  readonly #texts: (readonly string[] | undefined)[] = [];

  constructor(keys: readonly Key[], question: Question) {
    this.#keys = keys;
    this.#question = question;
  }

  /** False when a key cannot tell. */
  collect(node: Branch | Candidates, level: number): boolean {
    if (!(node instanceof Branch)) {
      this.found.push(node);
      return true;
    }
    const texts = (this.#texts[level] ??= this.#keys[level]?.textsFor(this.#question));
    if (texts === undefined) return false;
    if (node.open !== undefined && !this.collect(node.open, level + 1)) return false;
    for (const text of texts) {
      const next = node.texts.get(text);
      if (next !== undefined && !this.collect(next, level + 1)) return false;
    }
    return true;
  }
}
