import { loosen } from "./loose.ts";
import { isTelling } from "./words.ts";

const MIN = 6;
const MAX = 120;
const WINDOW = 40;
/** More windows than this are not looked at: a text that is longer counts as copied. */
const MAX_PASSAGES = 400;
/** A sentence, a line, a quotation. */
const ENDS = /[\n\r]+|(?<=[.!?;:])\s+|["“”„«»`]+/u;

/**
 * The parts of a text, loosened, that say by standing in other people's prose that the text was copied from it: the text,
 * its sentences, lines and quotations of 6 to 120 characters, and of longer ones a window at each word. Undefined when
 * there are too many.
 */
export function passagesOf(text: string): readonly string[] | undefined {
  const found = new Set<string>();
  for (const part of [text, ...text.split(ENDS)]) {
    const loose = trimmed(loosen(part));
    if (loose.length > MAX) addWindows(loose, found);
    else if (loose.length >= MIN && isTelling(loose)) found.add(loose);
    if (found.size > MAX_PASSAGES) return undefined;
  }
  return [...found];
}

/** The text without the signs at its ends, which whoever copies it may leave out. */
function trimmed(loose: string): string {
  return loose.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

function addWindows(loose: string, found: Set<string>): void {
  for (let at = 0; at + WINDOW <= loose.length && found.size <= MAX_PASSAGES;) {
    // whole words only
    const end = loose.lastIndexOf(" ", at + WINDOW);
    found.add(loose.slice(at, end > at + MIN ? end : at + WINDOW));
    const next = loose.indexOf(" ", at);
    at = next < 0 ? loose.length : Math.min(next + 1, at + WINDOW);
  }
}
