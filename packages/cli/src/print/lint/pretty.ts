import { codeRow } from "@ambit/core";
import type { Finding } from "@ambit/policy";
import type { Fixed } from "../../lint/apply-fixes.ts";
import { countsOf, countsText, endColumn, type LintReport, proposalOf } from "../../lint/lint-report.ts";
import { plain } from "../layout/plain.ts";
import { painted, segment, wrap } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import { excerpt } from "./excerpt.ts";

/** Findings that are told one by one. */
const TOLD = 50;
const INDENT = "    ";

export interface Layout {
  readonly style: Style;
  readonly width: number;
}

/** The lines of a lint's report: what was changed, the findings with their lines, the counts last. */
export function printLint(report: LintReport, layout: Layout): readonly string[] {
  const { findings, fixed } = report;
  const { style } = layout;
  const more = findings.length - TOLD;
  return [
    ...(fixed.length === 0 ? [] : [...fixedLines(fixed, style), ""]),
    ...findings.slice(0, TOLD).flatMap((finding) => [...findingLines(finding, report, layout), ""]),
    ...(more > 0 ? [`… ${more} more; --reporter json prints all`, ""] : []),
    verdict(report, style),
  ];
}

/** One line per edit. */
export function fixedLines(fixed: readonly Fixed[], style: Style): readonly string[] {
  return fixed.map(({ file, line, column, before, after }) => {
    const place = `${plain(file)}:${line}:${column}`;
    return `${style.good("✓")} changed ${place}  "${plain(before)}" to "${plain(after)}"`;
  });
}

function findingLines(finding: Finding, { lines }: LintReport, { style, width }: Layout): readonly string[] {
  const { severity, code, reason, file, line, column, message } = finding;
  const mark = severity === "fatal" ? style.alarm("✗") : style.caution("!");
  const told = wrap([segment(plain(message))], { width: width - INDENT.length });
  const shown = excerpt(lines.get(file)?.[line - 1] ?? "", {
    column,
    length: (endColumn(finding, lines) ?? column + 1) - column,
    width: width - 9,
  });
  const margin = `${line}`.padStart(6);
  return [
    `${mark} ${style.strong(code)} ${reason}  ${plain(file)}:${line}:${column}`,
    ...told.map((text) => INDENT + painted(text)),
    ...(shown === undefined
      ? []
      : [
          `${style.faint(`${margin} |`)} ${shown.text}`,
          `${style.faint("       |")} ${style.bad(shown.under)}`,
        ]),
    ...nextStep(finding).map((step) => `${INDENT}${style.faint("fix:")} ${step}`),
  ];
}

/** The nearest spelling, else what the code's row advises; what only points to the place says nothing here. */
function nextStep(finding: Finding): readonly string[] {
  const proposal = proposalOf(finding);
  if (proposal !== undefined) return [plain(proposal) + (finding.fix === undefined ? "" : " (--fix does)")];
  const { hint } = codeRow(finding.reason);
  return hint.startsWith("see ") ? [] : [hint];
}

function verdict({ folder, findings }: LintReport, style: Style): string {
  const counts = countsOf(findings);
  const place = plain(folder);
  if (findings.length === 0) return `${style.good("✓")} ${style.strong(place)} compiles, nothing to report`;
  const { fatal, fixable } = counts;
  const mark = fatal > 0 ? style.alarm("✗") : style.caution("!");
  const state = fatal > 0 ? "does not compile" : "compiles";
  const next = fixable === 0 ? "" : `; \`ambit lint ${place} --fix\` corrects ${fixable}`;
  return `${mark} ${style.strong(place)} ${state}: ${countsText(counts)}${next}`;
}
