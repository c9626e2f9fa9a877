import { canonicalValue, formOf } from "./form.ts";

/** Signs around a word that are not part of it: quotes, brackets, the end of a sentence. */
const BEFORE: ReadonlySet<string> = new Set("\"'`([{<#«“‘„¿¡");
const AFTER: ReadonlySet<string> = new Set("\"'`)]}>.,;:!?»”’“…");
/** Accounts and phone numbers as people write them: in groups. */
const GROUPED = /(?:[a-z]{2}\d{2}|[+0(]\d{1,5})(?:[ ()-]{1,2}[a-z0-9]{1,8}){1,10}/gu;

/** The words of a text, to find values in it that stand there as a whole. Split when first asked. */
export class Words {
  readonly #text: string;
  #single: ReadonlySet<string> | undefined;
  #hostNames: ReadonlySet<string> | undefined;

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

  /** Whether a host stands in the text: by itself, in a link or in a mail address. */
  hasHost(host: string): boolean {
    this.#hostNames ??= new Set([...this.#words()].flatMap((word) => hostIn(word) ?? []));
    return this.#hostNames.has(host);
  }

  #words(): ReadonlySet<string> {
    this.#single ??= wordsOf(this.#text);
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

function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const word of text.split(" ")) {
    const inner = bareWord(word);
    words.add(word).add(inner);
    const form = formOf(inner);
    if (form !== undefined) words.add(form);
  }
  for (const [match] of text.matchAll(GROUPED)) {
    for (let end = match.length; end > 0; end = match.lastIndexOf(" ", end - 1)) {
      const form = formOf(match.slice(0, end));
      if (form !== undefined && !form.includes(" ")) words.add(form);
    }
  }
  return words;
}

/** The host in a word of a text: `acme.example/a`, `bob@acme.example`, `acme.example:8080`. */
function hostIn(word: string): string | undefined {
  const form = formOf(word);
  return form === undefined
    ? undefined
    : /^(?:[^\s@/]+@)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)(?:[:/?#]|$)/u.exec(form)?.[1];
}

/** Whether a value has several words: it takes a search through the whole text to find it. */
export function isPhrase(value: string): boolean {
  return value.includes(" ");
}

/** A word without the signs around it. */
export function bareWord(word: string): string {
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
