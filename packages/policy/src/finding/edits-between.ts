import { distance } from "fastest-levenshtein";

/** How many edits lie between two texts: another case counts as no edit, two letters in the wrong order as one. */
export function editsBetween(text: string, name: string): number {
  const [a, b] = [text.toLowerCase(), name.toLowerCase()];
  const edits = distance(a, b);
  return edits === 2 && a.length === b.length && isSwapped(a, b) ? 1 : edits;
}

function isSwapped(a: string, b: string): boolean {
  const at = Array.from(a).findIndex((_, index) => a[index] !== b[index]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
