import { distance } from "fastest-levenshtein";

/** The word of `known` that a misspelt text most likely means; undefined when none is near. */
export function nearestWord(text: string, known: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 2)) + 1;
  for (const word of known) {
    const far = distance(wanted, word.toLowerCase());
    if (far < least && far < word.length) [nearest, least] = [word, far];
  }
  return nearest;
}
