import { pathRegex, REGEX_FUNCTIONS, type RegexFunction } from "../function/path-regex.ts";
import { literalRegex } from "./literal-regex.ts";

/** More segments than this hardly tell more rules apart, and each costs a look-up. */
const MAX_SEGMENTS = 5;

/** The functions that match a text with a pattern of known starts. */
export type Matching = "glob" | "keyMatch" | RegexFunction;

const MATCHING: readonly Matching[] = ["glob", "keyMatch", ...REGEX_FUNCTIONS];

/** A name of a function as such a function. */
export function matchingOf(name: string): Matching | undefined {
  return MATCHING.find((each) => each === name);
}

/**
 * The whole segments with which all that a pattern matches must start, up to five; undefined if there are none.
 *
 * A text of n segments has n - 1 slashes: starts of different lengths are never equal.
 */
export function literalStart(pattern: string, matching: Matching): string | undefined {
  if (matching !== "glob" && matching !== "keyMatch") return regexStart(pattern, matching);
  const path = pathOf(pattern, matching);
  const star = path.indexOf("*");
  if (star < 0) return cut(path);
  const slash = path.lastIndexOf("/", star);
  return slash < 0 ? undefined : cut(path.slice(0, slash));
}

function regexStart(pattern: string, matching: RegexFunction): string | undefined {
  const regex = pathRegex(matching, pattern);
  const literal = regex === undefined ? undefined : literalRegex(regex);
  if (literal === undefined) return undefined;
  if (literal.whole) return cut(literal.text);
  const slash = literal.text.lastIndexOf("/");
  return slash < 0 ? undefined : cut(literal.text.slice(0, slash));
}

/** All starts of a value that `literalStart` could give. */
export function startsOf(value: string, matching: Matching): readonly string[] {
  const path = pathOf(value, matching);
  const starts: string[] = [];
  let slash = path.indexOf("/");
  while (slash >= 0 && starts.length < MAX_SEGMENTS - 1) {
    starts.push(path.slice(0, slash));
    slash = path.indexOf("/", slash + 1);
  }
  starts.push(slash < 0 ? path : path.slice(0, slash));
  return starts;
}

/** A glob takes the query of a web address as one more segment; it tells too few rules apart to be kept. */
function pathOf(text: string, matching: Matching): string {
  const query = matching === "glob" ? text.indexOf("?") : -1;
  return query < 0 ? text : text.slice(0, query);
}

function cut(path: string): string {
  let slash = -1;
  for (let segment = 0; segment < MAX_SEGMENTS; segment++) {
    slash = path.indexOf("/", slash + 1);
    if (slash < 0) return path;
  }
  return path.slice(0, slash);
}
