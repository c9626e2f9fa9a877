/** Signs around a word that are not part of it: quotes, brackets, the end of a sentence. */
const BEFORE: ReadonlySet<string> = new Set("\"'`([{<#«“‘„¿¡");
const AFTER: ReadonlySet<string> = new Set("\"'`)]}>.,;:!?»”’“…");

/** The words of a text, to find values in it that stand there as a whole. Split when first asked. */
export class Words {
  readonly #text: string;
  #single: ReadonlySet<string> | undefined;

  constructor(text: string) {
    this.#text = canonicalValue(text).trim().replaceAll(/\s+/gu, " ");
  }

  /**
   * Whether a canonical value is the whole text, or stands in it between white space and the signs around words.
   *
   * A value with fewer than 6 letters and digits, or 4 if it has digits alone, may stand anywhere by chance: it must be the
   * whole text.
   */
  has(value: string): boolean {
    if (value === "" || value.length > this.#text.length) return false;
    if (value === this.#text) return true;
    if (!isTelling(value)) return false;
    return isPhrase(value) ? this.#hasPhrase(value) : this.#words().has(value);
  }

  #words(): ReadonlySet<string> {
    this.#single ??= new Set(this.#text.split(" ").flatMap((word) => [word, bare(word)]));
    return this.#single;
  }

  #hasPhrase(value: string): boolean {
    const text = this.#text;
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      let start = at;
      let end = at + value.length;
      while (BEFORE.has(text.charAt(start - 1))) start--;
      while (AFTER.has(text.charAt(end))) end++;
      if ((start === 0 || text[start - 1] === " ") && (end === text.length || text[end] === " ")) return true;
    }
    return false;
  }
}

/** Whether a value has several words: it takes a search through the whole text to find it. */
export function isPhrase(value: string): boolean {
  return value.includes(" ");
}

/**
 * A value as it is compared. Case is folded for ASCII alone: other letters, the Kelvin sign for one, become Latin ones when
 * they are lower-cased, and a look-alike must not count as seen.
 */
export function canonicalValue(value: boolean | number | string | null): string {
  return String(value).replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}

function bare(word: string): string {
  let start = 0;
  let end = word.length;
  while (BEFORE.has(word.charAt(start))) start++;
  while (end > start && AFTER.has(word.charAt(end - 1))) end--;
  return word.slice(start, end);
}

/** Whether a value has enough signs not to stand somewhere by chance: 6 letters and digits, or 4 digits. */
export function isTelling(value: string): boolean {
  const significant = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return significant >= (/^\p{N}+$/u.test(value) ? 4 : 6);
}
