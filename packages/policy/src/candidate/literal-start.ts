/** More segments than this hardly tell more rules apart, and each costs a look-up. */
const MAX_SEGMENTS = 5;

type Matching = "glob" | "keyMatch";

/**
 * The whole segments with which all that a pattern matches must start, up to five; undefined if there are none.
 *
 * A text of n segments has n - 1 slashes: starts of different lengths are never equal.
 */
export function literalStart(pattern: string, matching: Matching): string | undefined {
  const path = pathOf(pattern, matching);
  const star = path.indexOf("*");
  if (star < 0) return cut(path);
  const slash = path.lastIndexOf("/", star);
  return slash < 0 ? undefined : cut(path.slice(0, slash));
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
