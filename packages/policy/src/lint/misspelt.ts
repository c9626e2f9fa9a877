import { editsBetween } from "../finding/edits-between.ts";

/** Names shorter than this are near to too many others. */
const SHORTEST = 4;
/** Longer names are ids, and ids of one kind are all alike. */
const LONGEST = 60;
/** Names that are compared in all; after that none counts as misspelt. */
const MOST_COMPARED = 100_000;

/**
 * The known name that a text most likely means: the same but for case, or an edit or two away.
 *
 * Names that differ in digits alone are different names: `bot-1` and `bot-2`.
 */
export class Misspelt {
  readonly #byLength = new Map<number, string[]>();
  readonly #found = new Map<string, string | undefined>();

  readonly #edits: number;
  #compared = 0;

  /** At most so many edits, one for names of less than six characters. */
  constructor(known: Iterable<string>, edits = 2) {
    this.#edits = edits;
    for (const name of new Set(known)) {
      const alike = this.#byLength.get(name.length);
      if (alike === undefined) this.#byLength.set(name.length, [name]);
      else alike.push(name);
    }
  }

  of(text: string): string | undefined {
    if (text.length < SHORTEST || text.length > LONGEST) return undefined;
    if (!this.#found.has(text)) this.#found.set(text, this.#search(text));
    return this.#found.get(text);
  }

  #search(text: string): string | undefined {
    const allowed = text.length < 6 ? 1 : this.#edits;
    let nearest: string | undefined;
    let least = allowed + 1;
    for (let length = text.length - allowed; length <= text.length + allowed; length++) {
      const alike = this.#byLength.get(length) ?? [];
      this.#compared += alike.length;
      if (this.#compared > MOST_COMPARED) return nearest;
      for (const name of alike) {
        const edits = editsBetween(text, name);
        if (edits < least && !differInDigitsOnly(text, name)) [nearest, least] = [name, edits];
      }
    }
    return nearest;
  }
}

function differInDigitsOnly(a: string, b: string): boolean {
  return a !== b && a.replace(/\d+/gu, "") === b.replace(/\d+/gu, "");
}
