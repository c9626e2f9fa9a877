import type { Finding } from "@ambit/policy";
import type { Fixed } from "./apply-fixes.ts";

/** Everything that `ambit lint` found out. */
export interface LintReport {
  readonly folder: string;
  /** Fatal ones first. */
  readonly findings: readonly Finding[];
  /** What `--fix` changed; these findings are gone. */
  readonly fixed: readonly Fixed[];
  /** The lines of each file with a finding, as far as it can be read. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
}

/** How many findings there are of each kind. */
export interface Counts {
  readonly fatal: number;
  readonly warnings: number;
  /** Those that `--fix` puts right. */
  readonly fixable: number;
}

export function countsOf(findings: readonly Finding[]): Counts {
  const fatal = findings.filter(({ severity }) => severity === "fatal").length;
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  return { fatal, warnings: findings.length - fatal, fixable };
}

/** `1 fatal finding, 3 warnings` */
export function countsText({ fatal, warnings }: Counts): string {
  const parts = [
    ...(fatal === 0 ? [] : [`${number(fatal)} fatal finding${fatal === 1 ? "" : "s"}`]),
    ...(warnings === 0 ? [] : [`${number(warnings)} warning${warnings === 1 ? "" : "s"}`]),
  ];
  return parts.length === 0 ? "no finding" : parts.join(", ");
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

/** What is proposed instead of the offending text; undefined when nothing is near. */
export function proposalOf({ fix, suggestion }: Finding): string | undefined {
  if (fix !== undefined) return `write "${fix.replacement}"`;
  return suggestion === undefined ? undefined : `did you mean "${suggestion}"?`;
}

/** What is wrong, and what is proposed, as one text. */
export function messageOf(finding: Finding): string {
  const proposal = proposalOf(finding);
  return proposal === undefined ? finding.message : `${finding.message}; ${proposal}`;
}

/** The column after the offending text, if it stands in the file as the finding says. */
export function endColumn(
  { line, column, text, file }: Finding,
  lines: LintReport["lines"],
): number | undefined {
  const written = lines.get(file)?.[line - 1] ?? "";
  return text !== "" && written.startsWith(text, column - 1) ? column + text.length : undefined;
}
