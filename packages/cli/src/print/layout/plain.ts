import { shallow } from "./shallow.ts";

/** Control, format (bidirectional, zero-width), surrogate and separator characters: what can spoof a terminal. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** The same but for line feeds, which JSON has between its tokens only. */
const UNSAFE_IN_JSON = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;
const LONGEST = 1000;
/** Levels of a value that are shown on a line, and those of JSON for programs. */
const [SHOWN, PRINTED] = [32, 400];

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
  return plain((JSON.stringify(shallow(value, SHOWN), null, 1) ?? "").replace(/\n\s*/gu, " "));
}

/** JSON text, with what could spoof a terminal as `\uXXXX`: it means the same to whoever parses it. */
export function escapedJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, at) => codeUnit(character.charCodeAt(at))).join(""),
  );
}

/** A value as indented JSON for programs, safe to print; what lies deeper than 400 levels is left out. */
export function printJson(value: unknown): string {
  return escapedJson(JSON.stringify(shallow(value, PRINTED), null, 2));
}

function codeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
