import type { ResourceClass } from "@ambit/core";

import { compileGlob, type Glob, globMatches } from "../function/glob.ts";

/** The result of what is not the same for all calls of a task. */
export const VARIES: unique symbol = Symbol("varies");

type Answer = boolean | typeof VARIES;
type Segment = Glob["groups"][number][number];

/** Whether a pattern matches all resources of a class, or none; it varies when it splits them, or when this is not known. */
export function globOfClass(of: ResourceClass, pattern: string): Answer {
  const glob = compileGlob(pattern);
  if (glob === undefined) return VARIES;
  if (of.reach === "resource") return globMatches(of.text, glob);
  const [first = [], ...rest] = glob.groups;
  const fixed = segmentsOf(of.text);
  const begins = beginsLike(fixed, first);
  // how many segments the pattern has beyond those that every resource of the class begins with
  const beyond = first.length - fixed.length + 1;
  if (begins === false) return false;
  if (rest.length === 0) return wholly(begins, of.reach === "segment", beyond);
  if (beyond > 1) return of.reach === "segment" ? false : VARIES;
  const isOpen = rest.length === 1 && rest[0]?.length === 0;
  return isOpen ? begins : VARIES;
}

/** For a pattern without `**`: the number of segments must be its own. */
function wholly(begins: Answer, isOne: boolean, beyond: number): Answer {
  if (isOne) return beyond === 1 && begins;
  return beyond > 0 && VARIES;
}

/** Whether all resources that have these segments, the last of them as a beginning, match the start of a pattern. */
function beginsLike(fixed: readonly string[], pattern: readonly Segment[]): Answer {
  const last = fixed.length - 1;
  const isElsewhere = fixed.slice(0, last).some((text, at) => !matchesAt(text, pattern[at]));
  const next = pattern[last];
  if (isElsewhere) return false;
  return next === undefined || beginning(fixed[last] ?? "", next);
}

/** Where the pattern has no such segment it demands nothing of it. */
function matchesAt(segment: string, pattern: Segment | undefined): boolean {
  return pattern === undefined || globMatches(segment, { groups: [[pattern]] });
}

/** As `glob` takes a text apart; the query of a web address is one segment. */
function segmentsOf(text: string): string[] {
  const query = text.indexOf("?");
  return query < 0 ? text.split("/") : [...text.slice(0, query).split("/"), text.slice(query)];
}

/** Whether all segments that begin with a text match a pattern, or none of them. */
function beginning(begun: string, pattern: Segment): Answer {
  const [literal = "", ...more] = pattern;
  if (more.length === 0) return literal.startsWith(begun) && VARIES;
  if (!begun.startsWith(literal)) return literal.startsWith(begun) && VARIES;
  return (more.length === 1 && more[0] === "") || VARIES;
}
