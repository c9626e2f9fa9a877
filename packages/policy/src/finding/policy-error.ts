import { AmbitError } from "@ambit/core";

import type { Finding } from "./finding.ts";
import { renderFindings } from "./render.ts";

/** A policy does not load; the reason is that of the first fatal finding. */
export class PolicyError extends AmbitError {
  /** All findings, warnings too. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], sources: ReadonlyMap<string, string>) {
    const fatal = findings.filter((finding) => finding.severity === "fatal");
    const first = fatal[0];
    super(first?.reason ?? "model_invalid", {
      file: first?.file ?? "",
      line: first?.line ?? 1,
      column: first?.column ?? 1,
      findings: fatal.length,
    });
    this.name = "PolicyError";
    this.message = renderFindings(fatal, sources);
    this.findings = Object.freeze([...findings]);
  }
}
