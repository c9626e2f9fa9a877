import { distance } from "fastest-levenshtein";

/** The word of `known` that a misspelt text most likely means; undefined when none is near. */
export function nearestWord(text: string, known: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  const limit = Math.max(1, Math.ceil(wanted.length / 2));
  let nearest: string | undefined;
  let least = Infinity;
  for (const word of known) {
    const edits = distance(wanted, word.toLowerCase());
    const sameStart = wanted.charAt(0) === word.charAt(0).toLowerCase();
    if (edits > limit || (edits >= word.length && !sameStart)) continue;
    const far = edits + (sameStart ? 0 : 0.5);
    if (far < least) [nearest, least] = [word, far];
  }
  return nearest;
}
