import { compileGlob, globMatches } from "../function/glob.ts";
import { parseSpan } from "../function/span.ts";

/** Whether a pattern of a matcher's function matches all that another one matches; false where that is not known. */
export function patternCovers(name: string, wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  switch (name) {
    case "span":
      return spanCovers(wide, narrow);
    case "glob":
      return globCovers(wide, narrow);
    case "keyMatch":
      return prefixCovers(wide, narrow);
    default:
      return false;
  }
}

/** Patterns that might cover a pattern, by the way people write them; the pattern itself among them. */
export function widerPatterns(name: string, pattern: string): readonly string[] {
  if (name === "span") return [pattern, "*"];
  if (name !== "glob" && name !== "keyMatch") return [pattern];
  const stars = name === "glob" ? ["**", "*"] : ["*"];
  const wider = [pattern, ...stars];
  for (let slash = pattern.indexOf("/"); slash >= 0; slash = pattern.indexOf("/", slash + 1)) {
    for (const star of stars) wider.push(`${pattern.slice(0, slash + 1)}${star}`);
  }
  if (name === "glob") wider.push(`${pattern}/**`);
  return [...new Set(wider)];
}

function spanCovers(wide: string, narrow: string): boolean {
  const [a, b] = [parseSpan(wide), parseSpan(narrow)];
  return a !== undefined && b !== undefined && a.from <= b.from && b.to <= a.to;
}

/** `keyMatch` compares what stands before the first star. */
function prefixCovers(wide: string, narrow: string): boolean {
  const star = wide.indexOf("*");
  if (star < 0) return false;
  const end = narrow.indexOf("*");
  return (end < 0 ? narrow : narrow.slice(0, end)).startsWith(wide.slice(0, star));
}

function globCovers(wide: string, narrow: string): boolean {
  if (wide === "**") return true;
  const star = wide.indexOf("*");
  if (star < 0 || wide.includes("?") || narrow.includes("?")) return false;
  if (!`${narrow}/`.startsWith(wide.slice(0, wide.lastIndexOf("/", star) + 1))) return false;
  return segmentsCover(wide.split("/"), narrow.split("/"));
}

/** Whether the first pattern takes every row of segments that the second takes, by the table of their ends. */
function segmentsCover(wide: readonly string[], narrow: readonly string[]): boolean {
  let next: readonly boolean[] = [];
  for (let at = wide.length; at >= 0; at--) {
    const row = Array.from({ length: narrow.length + 1 }, () => false);
    for (let on = narrow.length; on >= 0; on--) row[on] = coversFrom({ wide, narrow, next, row }, at, on);
    next = row;
  }
  return next[0] === true;
}

interface Table {
  readonly wide: readonly string[];
  readonly narrow: readonly string[];
  readonly next: readonly boolean[];
  readonly row: readonly boolean[];
}

function coversFrom({ wide, narrow, next, row }: Table, at: number, on: number): boolean {
  const [segment, below] = [wide[at], narrow[on]];
  if (segment === undefined) return below === undefined;
  if (segment === "**") return next[on] === true || (below !== undefined && row[on + 1] === true);
  return below !== undefined && below !== "**" && next[on + 1] === true && segmentCovers(segment, below);
}

function segmentCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  const [first = "", last, ...more] = wide.split("*");
  if (last === undefined) return false;
  if (!narrow.includes("*")) {
    const glob = compileGlob(wide);
    return glob !== undefined && globMatches(narrow, glob);
  }
  const enough = narrow.length > first.length + last.length;
  return more.length === 0 && enough && narrow.startsWith(first) && narrow.endsWith(last);
}
