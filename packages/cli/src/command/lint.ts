import { readFile } from "node:fs/promises";
import type { Finding } from "@ambit/policy";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { fixFiles } from "../lint/fix-files.ts";
import { countsOf, type LintReport } from "../lint/lint-report.ts";
import { printJson } from "../print/layout/plain.ts";
import { createStyle } from "../print/layout/style.ts";
import { printGithub } from "../print/lint/github.ts";
import { fixedLines, printLint } from "../print/lint/pretty.ts";
import { toSarif } from "../print/lint/sarif.ts";
import { isFolder } from "./path.ts";
import { readPolicyOptions } from "./policy-options.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

export interface LintFlags {
  readonly reporter: "pretty" | "json" | "sarif" | "github";
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly maxWarnings?: number;
  readonly with?: string;
}

/** `ambit lint`: what is wrong with a policy; ends with 3 when it does not compile, with 1 for more warnings than allowed. */
export async function lint(folder: string, flags: LintFlags, terminal: Terminal): Promise<ExitCode> {
  if (!(await isFolder(folder))) throw new UsageError(`${folder}: there is no such policy folder`);
  const options = await readPolicyOptions(flags.with);
  // Loaded only here, so that the other commands need not wait for casbin.
  const { lintPolicy } = await import("@ambit/policy");
  const found = await lintPolicy({ folder }, options);
  const fixed = flags.fix === true ? await fixFiles(found) : [];
  const findings = fatalFirst(fixed.length === 0 ? found : await lintPolicy({ folder }, options));
  print({ folder, findings, fixed, lines: await linesOf(findings) }, flags, terminal);
  const { fatal, warnings } = countsOf(findings);
  if (fatal > 0) return EXIT.policy;
  const { maxWarnings = Infinity } = flags;
  if (warnings <= maxWarnings) return EXIT.fine;
  console.error(`ambit: warnings: ${warnings}, allowed by --max-warnings: ${maxWarnings}`);
  return EXIT.findings;
}

function fatalFirst(findings: readonly Finding[]): readonly Finding[] {
  const isFatal = ({ severity }: Finding): boolean => severity === "fatal";
  return [...findings.filter(isFatal), ...findings.filter((finding) => !isFatal(finding))];
}

/** What cannot be read is a finding already. */
async function linesOf(findings: readonly Finding[]): Promise<LintReport["lines"]> {
  const lines = new Map<string, readonly string[]>();
  for (const file of new Set(findings.map((finding) => finding.file))) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) lines.set(file, text.replace(/^\uFEFF/u, "").split("\n"));
  }
  return lines;
}

function print(report: LintReport, flags: LintFlags, terminal: Terminal): void {
  const { folder, findings, fixed } = report;
  const style = createStyle(terminal.color);
  switch (flags.json === true ? "json" : flags.reporter) {
    case "pretty":
      terminal.print(printLint(report, { style, width: terminal.columns }).join("\n"));
      return;
    case "json":
      terminal.print(printJson({ folder, ...countsOf(findings), findings, fixed }));
      return;
    case "sarif":
      terminal.print(printJson(toSarif(report, version())));
      break;
    case "github":
      if (findings.length > 0) terminal.print(printGithub(report).join("\n"));
  }
  // these two have no room for what was changed
  for (const line of fixedLines(fixed, createStyle(false))) console.error(line);
}
