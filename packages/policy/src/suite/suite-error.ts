import { AmbitError } from "@ambit/core";

import type { Finding } from "../finding/finding.ts";
import { renderFindings } from "../finding/render.ts";

/** A test file cannot be run, or there is none; the reason is that of the first finding. */
export class SuiteError extends AmbitError {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], sources: ReadonlyMap<string, string>) {
    const [first] = findings;
    super(first?.reason ?? "suite_invalid", { findings: findings.length });
    this.name = "SuiteError";
    this.message = renderFindings(findings, sources);
    this.findings = Object.freeze([...findings]);
  }
}
