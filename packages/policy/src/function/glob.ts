const MAX_RESOURCE = 4096;
const MAX_PATTERN = 1024;
/** What the path of a canonical resource never has: control characters, backslashes, encoded ones or encoded twice. */
const NOT_CANONICAL = /[\p{Cc}\\]|%(?:2e|2f|5c|00|25[0-9a-f]{2})/iu;

/** A pattern, compiled: groups of segments between `**`, each segment as literals between `*`. */
export interface Glob {
  /** The first group stands at the start, the last at the end, the others anywhere between, in order. */
  readonly groups: readonly (readonly Segment[])[];
}

type Segment = readonly string[];

/**
 * Compiles a pattern: `**` is any number of segments, `*` anything within one; undefined if it is none.
 *
 * The query of a web address counts as one more segment: `https://h/a/**` covers `https://h/a?q=1`.
 */
export function compileGlob(pattern: string): Glob | undefined {
  if (pattern === "" || pattern.length > MAX_PATTERN) return undefined;
  const groups: Segment[][] = [[]];
  for (const segment of segmentsOf(pattern)) {
    if (segment === "**") groups.push([]);
    else if (segment.includes("**") || segment === "." || segment === "..") return undefined;
    else groups.at(-1)?.push(segment.split("*"));
  }
  return { groups };
}

/** Whether a canonical resource matches, in time linear in its length; throws when it is not canonical or over 4 KB. */
export function globMatches(resource: unknown, glob: Glob): boolean {
  const segments = canonicalSegments(resource);
  const { groups } = glob;
  const first = groups[0] ?? [];
  const last = groups.at(-1) ?? [];
  if (groups.length === 1) return segments.length === first.length && groupAt(segments, 0, first);
  if (segments.length < first.length + last.length || !groupAt(segments, 0, first)) return false;
  const end = segments.length - last.length;
  if (!groupAt(segments, end, last)) return false;
  let at = first.length;
  for (const group of groups.slice(1, -1)) {
    while (at + group.length <= end && !groupAt(segments, at, group)) at++;
    if (at + group.length > end) return false;
    at += group.length;
  }
  return true;
}

/** The last canonical resource: a decision matches one resource against many patterns. */
let last: { readonly resource: string; readonly segments: readonly string[] } = {
  resource: "",
  segments: [""],
};

function canonicalSegments(resource: unknown): readonly string[] {
  if (resource === last.resource) return last.segments;
  if (typeof resource !== "string" || resource.length > MAX_RESOURCE)
    throw new TypeError("glob needs a text up to 4 KB");
  const segments = segmentsOf(resource);
  const query = resource.indexOf("?");
  const path = query < 0 ? resource : resource.slice(0, query);
  if (NOT_CANONICAL.test(path) || segments.includes("..") || segments.includes(".")) {
    throw new TypeError("glob needs a canonical resource");
  }
  last = { resource, segments };
  return segments;
}

function segmentsOf(text: string): readonly string[] {
  const query = text.indexOf("?");
  return query < 0 ? text.split("/") : [...text.slice(0, query).split("/"), text.slice(query)];
}

function groupAt(segments: readonly string[], at: number, group: readonly Segment[]): boolean {
  for (let index = 0; index < group.length; index++) {
    if (!segmentMatches(segments[at + index] ?? "", group[index] ?? [])) return false;
  }
  return true;
}

/** Leftmost placing of each literal is enough: what lies between is free. */
function segmentMatches(segment: string, literals: Segment): boolean {
  const first = literals[0] ?? "";
  const last = literals.at(-1) ?? "";
  if (literals.length === 1) return segment === first;
  if (segment.length < first.length + last.length || !segment.startsWith(first) || !segment.endsWith(last))
    return false;
  const end = segment.length - last.length;
  let at = first.length;
  for (let index = 1; index < literals.length - 1; index++) {
    const literal = literals[index] ?? "";
    const found = segment.indexOf(literal, at);
    if (found < 0 || found + literal.length > end) return false;
    at = found + literal.length;
  }
  return true;
}
