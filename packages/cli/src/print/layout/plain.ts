/** Control, format (bidirectional, zero-width), surrogate and separator characters: what can spoof a terminal. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const LONGEST = 1000;

/** Text from a record, safe to print: what would move the cursor or turn the reading order is spelt out. */
export function plain(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The first eight characters of an id: enough for people to tell runs apart. */
export function shortId(id: string): string {
  return plain(id).slice(0, 8);
}

/** A JSON value on one line, with spaces at which it can be wrapped. */
export function plainJson(value: unknown): string {
  // Line feeds inside texts are escaped: those that are left come from the indentation.
  return plain((JSON.stringify(value, null, 1) ?? "").replace(/\n\s*/gu, " "));
}
