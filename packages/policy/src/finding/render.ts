import type { Finding } from "./finding.ts";

const SHOWN = 20;

/** The findings as a person reads them: code, place, what is wrong, the line, the caret, the nearest spelling. */
export function renderFindings(findings: readonly Finding[], sources: ReadonlyMap<string, string>): string {
  const shown = findings.slice(0, SHOWN).map((finding) => renderFinding(finding, sources.get(finding.file)));
  const more = findings.length > SHOWN ? [`… and ${findings.length - SHOWN} more`] : [];
  return [...shown, ...more].join("\n");
}

function renderFinding(finding: Finding, source: string | undefined): string {
  const { code, file, line, column, message, suggestion, text } = finding;
  const head = `${code}  ${file}:${line}:${column}  ${message}`;
  const hint = suggestion === undefined ? "" : `did you mean "${suggestion}"?`;
  const shown = source?.split("\n")[line - 1]?.trimEnd();
  if (shown === undefined || shown === "") return hint === "" ? head : `${head} (${hint})`;
  const margin = `${line}`.padStart(4);
  const caret = "^".repeat(Math.max(1, Math.min(text.length, shown.length - column + 1)));
  const under = `${" ".repeat(column - 1)}${caret} ${hint}`.trimEnd();
  return `${head}\n${margin} | ${shown}\n     | ${under}`;
}
