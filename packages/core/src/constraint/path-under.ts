import { isSegment } from "../resource/segment.ts";
import type { Constraint } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";

/** Admits absolute paths that are this folder or lie in it; no dot segments, no encoded characters. */
export function pathUnder(root: string): Constraint {
  return constructed(makePathUnder(root), "path_under.root");
}

/** The kind `path_under`. */
export const PATH_UNDER: Kind<Of<"path_under">> = {
  sorts: SORT.path,
  admits: (constraint, value) => {
    const path = plainPath(value);
    return path !== undefined && isUnder(path, constraint.root);
  },
  leq: ({ atoms: { path_under: child } }, parent) => child !== undefined && isUnder(child.root, parent.root),
  meet: (a, b) => (isUnder(a.root, b.root) ? a : isUnder(b.root, a.root) ? b : undefined),
  parse: (json) => (hasMembers(json, "root") ? makePathUnder(json["root"]) : undefined),
  print: (constraint) => ({ root: constraint.root }),
};

function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(root === "/" ? root : `${root}/`);
}

/** An absolute path without its trailing slash; undefined when a segment could be read in two ways. */
function plainPath(value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("/")) return undefined;
  if (value === "/") return value;
  const path = value.endsWith("/") ? value.slice(0, -1) : value;
  return path.slice(1).split("/").every(isSegment) ? path : undefined;
}

function makePathUnder(value: unknown): Of<"path_under"> | undefined {
  const root = plainPath(value);
  return root === undefined ? undefined : Object.freeze({ kind: "path_under", root });
}
