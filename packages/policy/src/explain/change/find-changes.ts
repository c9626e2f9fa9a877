import { editKey } from "./edit.ts";
import { compareSets, type Edits, nextSets, progressOf } from "./next-sets.ts";
import type { Situation } from "./situation.ts";

/** After the first step, the search goes on with so many sets of edits: the smallest. */
const BRANCHES = 12;
/** A change of more edits is a new policy. */
const MOST_EDITS = 8;
/** How many situations are looked at, at least and at most; in between, so many that no more rules than this are asked. */
const FEWEST = 16;
const MOST = 150;
const RULES_ASKED = 1_000_000;

interface Node {
  readonly edits: Edits;
  /** How far the situation before these edits had come. */
  readonly before: number;
}

/**
 * The smallest changes that would allow a denied call: the fewest edits, then the narrowest.
 *
 * Each was decided again with its edits: none is guessed. Best first over sets of edits; the search is bounded, and when it
 * ends without a change, the first one that leads there step by step is told.
 */
export function findChanges(denied: Situation, limit: number): readonly Edits[] {
  const search = new Search(denied, limit);
  search.run();
  return search.found.length > 0 ? chosen(search.found, limit) : stepByStep(denied);
}

class Search {
  readonly found: Edits[] = [];
  readonly #denied: Situation;
  readonly #limit: number;
  readonly #queue: Node[] = [{ edits: [], before: -1 }];
  readonly #seen = new Set<string>();

  constructor(denied: Situation, limit: number) {
    this.#denied = denied;
    this.#limit = limit;
  }

  run(): void {
    const budget = Math.max(FEWEST, Math.min(MOST, RULES_ASKED / (this.#denied.rules.length + 1)));
    for (let looked = 0; looked < budget && this.#queue.length > 0 && !this.#isEnough; looked++) {
      const { edits, before } = takeSmallest(this.#queue);
      if (edits.length > (this.found[0]?.length ?? MOST_EDITS)) return;
      const situation = this.#denied.with(edits);
      if (situation.allows) this.found.push(edits);
      else this.#branch(situation, before);
    }
  }

  get #isEnough(): boolean {
    return this.found.length >= this.#limit && !isOneSided(this.found);
  }

  /** Only from where the edits so far brought the call forward. */
  #branch(situation: Situation, before: number): void {
    const come = progressOf(situation);
    if (come <= before) return;
    const sets = nextSets(situation, MOST_EDITS);
    for (const edits of situation.edits.length === 0 ? sets : sets.slice(0, BRANCHES)) {
      const key = keyOf(edits);
      if (!this.#seen.has(key)) this.#queue.push({ edits, before: come });
      this.#seen.add(key);
    }
  }
}

/** The narrowest set of edits that brings the first denied question forward, again and again. */
function stepByStep(denied: Situation): readonly Edits[] {
  let situation = denied;
  for (let come = progressOf(situation); !situation.allows; come = progressOf(situation)) {
    const next = nextSets(situation, MOST_EDITS)
      .slice(0, FEWEST)
      .map((edits) => denied.with(edits))
      .find((tried) => tried.allows || progressOf(tried) > come);
    if (next === undefined) return [];
    situation = next;
  }
  return [situation.edits];
}

function keyOf(edits: Edits): string {
  return edits.map(editKey).toSorted().join("\n");
}

/** Call changes alone, or policy changes alone: a person wants to see both where there are both. */
function isOneSided(changes: readonly Edits[]): boolean {
  return changes.every(isCall) || !changes.some(isCall);
}

function isCall(edits: Edits): boolean {
  return edits.every(({ kind }) => kind === "call");
}

function chosen(found: readonly Edits[], limit: number): readonly Edits[] {
  const first = found.slice(0, limit);
  if (limit < 2 || !isOneSided(first)) return first;
  const other = found.slice(limit).find((edits) => isCall(edits) !== isCall(first[0] ?? []));
  return other === undefined ? first : [...first.slice(0, -1), other];
}

function takeSmallest(queue: Node[]): Node {
  let place = 0;
  for (const [index, { edits }] of queue.entries()) {
    const least = queue[place]?.edits ?? [];
    if (compareSets(edits, least) < 0) place = index;
  }
  return queue.splice(place, 1)[0] as Node;
}
