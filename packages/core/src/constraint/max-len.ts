import type { Constraint } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";

/** Admits texts of at most `n` UTF-16 code units and lists of at most `n` elements. */
export function maxLen(n: number): Constraint {
  return constructed(makeMaxLen(n), "max_len.n");
}

/** The kind `max_len`. */
export const MAX_LEN: Kind<Of<"max_len">> = {
  sorts: SORT.path | SORT.url | SORT.text | SORT.list,
  admits: (constraint, value) =>
    (typeof value === "string" || Array.isArray(value)) && value.length <= constraint.n,
  leq: ({ atoms: { max_len: child, subset } }, parent) =>
    (child !== undefined && child.n <= parent.n) || subset?.allowed.length === 0,
  meet: (a, b) => makeMaxLen(Math.min(a.n, b.n)),
  parse: (json) => (hasMembers(json, "n") ? makeMaxLen(json["n"]) : undefined),
  print: (constraint) => ({ n: constraint.n }),
};

function makeMaxLen(n: unknown): Of<"max_len"> | undefined {
  return Number.isSafeInteger(n) && (n as number) >= 0
    ? Object.freeze({ kind: "max_len", n: Math.abs(n as number) })
    : undefined;
}
