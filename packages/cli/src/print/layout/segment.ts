import type { Paint } from "./style.ts";

/** Text with one paint; text without is printed as it is. */
export interface Segment {
  readonly text: string;
  readonly paint?: Paint;
  /** Whether it is broken at its spaces only when it does not fit on a line. */
  readonly whole?: boolean;
}

/** A segment. */
export function segment(text: string, paint?: Paint): Segment {
  return paint === undefined ? { text } : { text, paint };
}

/** How many columns text takes; every character counts as one. */
export function widthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + lengthOf(text), 0);
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The text of segments; neighbours of one paint are painted at once. */
export function painted(segments: readonly Segment[]): string {
  let all = "";
  let text = "";
  let paint: Paint | undefined;
  for (const next of segments) {
    if (next.paint !== paint) {
      all += paint === undefined ? text : paint(text);
      [text, paint] = ["", next.paint];
    }
    text += next.text;
  }
  return all + (paint === undefined ? text : paint(text));
}

/**
 * Breaks segments at spaces into lines of at most `width` columns; every line but the first is indented by `hang`.
 *
 * A word that is longer than a line is broken itself.
 */
export function wrap(
  segments: readonly Segment[],
  { width, hang = 0 }: { readonly width: number; readonly hang?: number },
): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [[]];
  let free = width;
  for (const word of segments.flatMap((each) => words(each, width - hang))) {
    const length = lengthOf(word.text);
    const isGap = word.text.trim() === "";
    if (length > free && !isGap) {
      trimEnd(lines.at(-1) ?? []);
      lines.push(hang > 0 ? [segment(" ".repeat(hang))] : []);
      free = width - hang;
    } else if (length > free) {
      continue;
    }
    lines.at(-1)?.push(word);
    free -= length;
  }
  trimEnd(lines.at(-1) ?? []);
  return lines;
}

function trimEnd(line: Segment[]): void {
  while (line.length > 0 && line.at(-1)?.text.trim() === "") line.pop();
}

function words({ text, paint, whole = false }: Segment, longest: number): readonly Segment[] {
  if (whole && lengthOf(text) <= longest) return [segment(text, paint)];
  const pieces = text.match(/\s+|\S+/gu) ?? [];
  return pieces.flatMap((piece) => chunks(Array.from(piece), longest)).map((piece) => segment(piece, paint));
}

function chunks(characters: readonly string[], longest: number): readonly string[] {
  if (characters.length <= longest) return [characters.join("")];
  const count = Math.ceil(characters.length / longest);
  return Array.from({ length: count }, (_, n) => characters.slice(n * longest, (n + 1) * longest).join(""));
}
