/** The namespace of a graph in the host's form: `node:task|node:task`. Numbers in it only count calls in one task. */
export function graphOf(namespace: unknown): string | undefined {
  return typeof namespace === "string" ? segmentsOf(namespace).join("|") : undefined;
}

/** The graph in which a task runs: its own namespace without the last segment. */
export function graphAround(namespace: unknown): string | undefined {
  return typeof namespace === "string" ? segmentsOf(namespace).slice(0, -1).join("|") : undefined;
}

/** The nodes that lead from one graph to another one inside it, outermost first. */
export function nodesBetween(outer: string | undefined, inner: string | undefined): readonly string[] {
  if (inner === undefined) return [];
  const isInside = outer !== undefined && inner.startsWith(`${outer}|`);
  const path = isInside ? inner.slice(outer.length + 1) : inner;
  return segmentsOf(path).map((segment) => segment.slice(0, segment.lastIndexOf(":")));
}

function segmentsOf(namespace: string): readonly string[] {
  return namespace.split("|").filter((segment) => segment !== "" && !/^\d+$/u.test(segment));
}
