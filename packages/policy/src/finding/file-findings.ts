import { type CodeName, codeRow } from "@ambit/core";

import type { Finding, Place } from "./finding.ts";

/** What a check reports. */
export interface Report {
  readonly reason: CodeName;
  readonly at: Place;
  readonly text: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
  /** What can only have been meant by `text`, which stands so at the place. */
  readonly replacement?: string | undefined;
  readonly severity?: "fatal" | "warning";
}

/** Collects the findings of one file. */
export class FileFindings {
  readonly file: string;
  readonly found: Finding[] = [];

  constructor(file: string) {
    this.file = file;
  }

  add(report: Report): void {
    const { reason, at, text, message, suggestion, replacement, severity = "fatal" } = report;
    this.found.push({
      code: codeRow(reason).code,
      reason,
      severity,
      file: this.file,
      line: at.line,
      column: at.column,
      text,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(replacement === undefined ? {} : { fix: { ...at, length: text.length, replacement } }),
    });
  }
}
