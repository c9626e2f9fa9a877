/** A law as SECURITY.md states it, with the test file to read first. */
type Law = { readonly id: string; readonly test: string | undefined };

/** A gap that SECURITY.md admits: a law with no test at all, or a part of one. */
type Gap = { readonly id: string; readonly extent: string };

/** What SECURITY.md says about the laws. */
export type SecurityPage = { readonly laws: readonly Law[]; readonly gaps: readonly Gap[] };

function rowsBelow(page: string, heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return section
    .split("\n")
    .filter((line) => /^\| \**L\d+/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
}

const idOf = (cell: string | undefined): string => /L\d+/.exec(cell ?? "")?.[0] ?? "";

/** Reads the tables under "Guarantees" and "Not yet". */
export function readSecurityPage(page: string): SecurityPage {
  return {
    laws: rowsBelow(page, "Guarantees").map((cells) => ({
      id: idOf(cells[1]),
      test: /\(([^)]+\.test\.ts)\)/.exec(cells[3] ?? "")?.[1],
    })),
    gaps: rowsBelow(page, "Not yet").map((cells) => ({ id: idOf(cells[1]), extent: cells[2] ?? "" })),
  };
}
