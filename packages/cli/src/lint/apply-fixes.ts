import type { Finding } from "@ambit/policy";

/** One edit that was made. */
export interface Fixed {
  readonly code: string;
  readonly file: string;
  /** Line and column in the file as it was, from 1. */
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
}

const BOM = "\uFEFF";

/**
 * A file's text with the fixes of its findings.
 *
 * A fix whose place no longer holds the finding's text, or that overlaps a later one, is left out.
 */
export function applyFixes(
  text: string,
  findings: readonly Finding[],
): { readonly text: string; readonly fixed: readonly Fixed[] } {
  const start = text.startsWith(BOM) ? BOM : "";
  const lines = text.slice(start.length).split("\n");
  const fixed: Fixed[] = [];
  let last = { line: Infinity, column: Infinity };
  for (const { code, file, text: before, fix } of fromTheEnd(findings)) {
    const { line, column, length, replacement } = fix;
    const written = lines[line - 1] ?? "";
    const end = column + length;
    if (line === last.line && end > last.column) continue;
    if (before === "" || written.slice(column - 1, end - 1) !== before) continue;
    lines[line - 1] = written.slice(0, column - 1) + replacement + written.slice(end - 1);
    fixed.unshift({ code, file, line, column, before, after: replacement });
    last = { line, column };
  }
  return { text: start + lines.join("\n"), fixed };
}

/** Last place first: an edit moves only what stands after it. */
function fromTheEnd(findings: readonly Finding[]): readonly (Finding & Required<Pick<Finding, "fix">>)[] {
  return findings
    .flatMap((finding) => (finding.fix === undefined ? [] : [{ ...finding, fix: finding.fix }]))
    .toSorted(({ fix: a }, { fix: b }) => (a.line === b.line ? b.column - a.column : b.line - a.line));
}
