/** Control characters but tabs and line ends, lone carriage returns, and what is not seen, turns text round or was no UTF-8. */
const ODD =
  /\r(?!\n)|[^\P{Cc}\t\n\r]|(?<!^)\ufeff|[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufffd]/u;

/** A character that people and programs read differently. */
export interface OddCharacter {
  readonly index: number;
  /** `U+200B`. */
  readonly name: string;
}

/**
 * The first character of a text that some readers show, or break the line at, and others do not.
 *
 * With it a name is another name, or a row part of a comment: what it denies would be allowed.
 */
export function oddCharacter(text: string): OddCharacter | undefined {
  const found = ODD.exec(text);
  if (found === null) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return { index: found.index, name: `U+${code}` };
}
