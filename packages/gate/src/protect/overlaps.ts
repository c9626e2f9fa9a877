import { sep } from "node:path";

/** Whether a path is a protected one, or lies in it. */
export function liesIn(path: string, guarded: string): boolean {
  return path === guarded || path.startsWith(guarded + sep);
}

/** The same, or holds it. */
export function overlaps(path: string, guarded: string): boolean {
  return liesIn(path, guarded) || guarded.startsWith(path.endsWith(sep) ? path : path + sep);
}
