import { codeRow } from "@ambit/core";
import type { Finding } from "@ambit/ledger";
import { plain, shortId } from "./layout/plain.ts";
import type { Style } from "./layout/style.ts";

/** Whether a finding is a warning only: a process died while it wrote, and nothing acknowledged is lost. */
export function isWarning({ reason }: Finding): boolean {
  return reason === "ledger_truncated";
}

/** A finding of a ledger: code, place, what is wrong, what to do. */
export function findingLines(finding: Finding, style: Style): readonly string[] {
  const { reason, file, line, run, seq } = finding;
  const { code, message, hint } = codeRow(reason);
  const mark = isWarning(finding) ? style.caution("!") : style.alarm("✗");
  const which = run === undefined ? "" : `run ${shortId(run)}, record ${seq ?? "?"}: `;
  return [
    `${mark} ${style.strong(`${code} ${reason}`)}  ${plain(file)}:${line}`,
    `    ${which}${message}`,
    `    ${style.faint(hint)}`,
  ];
}
