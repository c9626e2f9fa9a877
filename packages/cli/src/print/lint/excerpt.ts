import { plain } from "../layout/plain.ts";

/** What is pointed to, and how much room there is. */
export interface Pointed {
  /** From 1. */
  readonly column: number;
  readonly length: number;
  /** Columns that the excerpt may take. */
  readonly width: number;
}

/** The part of a line around a place, and carets to stand below it; undefined for an empty line. */
export function excerpt(
  line: string,
  { column, length, width }: Pointed,
): { readonly text: string; readonly under: string } | undefined {
  const written = line.trimEnd();
  if (written === "") return undefined;
  const at = Math.min(column - 1, written.length);
  const room = width - 2;
  const from =
    written.length <= width ? 0 : Math.max(0, Math.min(at - Math.floor(room / 2), written.length - room));
  const to = written.length <= width ? written.length : from + room;
  const [before, marked, after] = [
    (from > 0 ? "…" : "") + plain(written.slice(from, at)),
    plain(written.slice(at, Math.min(to, at + length))),
    plain(written.slice(Math.min(to, at + length), to)) + (to < written.length ? "…" : ""),
  ];
  return {
    text: before + marked + after,
    under: " ".repeat(before.length) + "^".repeat(Math.max(1, marked.length)),
  };
}
