import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Coverage, PolicyTestReport, TestOptions } from "@ambit/policy";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printJson } from "../print/layout/plain.ts";
import { createStyle } from "../print/layout/style.ts";
import { printJunit } from "../print/policy-test/junit.ts";
import { printLcov } from "../print/policy-test/lcov.ts";
import { printPolicyTest } from "../print/policy-test/pretty.ts";
import { isFile, isFolder } from "./path.ts";
import { readPolicyOptions } from "./policy-options.ts";
import type { Terminal } from "./terminal.ts";
import { watchPolicy } from "./test-watch.ts";
import { UsageError } from "./usage-error.ts";

export interface TestFlags {
  readonly coverage?: boolean;
  readonly minRules?: number;
  readonly minClauses?: number;
  readonly reporter: "pretty" | "json" | "junit";
  readonly json?: boolean;
  readonly lcov?: string;
  readonly filter?: string;
  readonly watch?: boolean;
  readonly with?: string;
}

/** `ambit test`: whether the policy decides as its tests say, and how much of it they exercise. */
export async function test(
  folder: string,
  files: readonly string[],
  { flags, terminal }: { readonly flags: TestFlags; readonly terminal: Terminal },
): Promise<ExitCode> {
  if (!(await isFolder(folder))) throw new UsageError(`${folder}: there is no such policy folder`);
  for (const file of files) {
    if (!(await isFile(file))) throw new UsageError(`${file}: there is no such test file`);
  }
  const once = async (): Promise<ExitCode> => runOnce({ folder, files, flags }, terminal);
  return flags.watch === true ? watchPolicy({ folder, files, run: once }, terminal) : once();
}

interface Run {
  readonly folder: string;
  readonly files: readonly string[];
  readonly flags: TestFlags;
}

async function runOnce({ folder, files, flags }: Run, terminal: Terminal): Promise<ExitCode> {
  // Loaded only here, so that the other commands need not wait for casbin.
  const { testPolicy } = await import("@ambit/policy");
  const report = await testPolicy(
    { folder },
    { ...optionsOf(files, flags), ...(await readPolicyOptions(flags.with)) },
  );
  terminal.print(printed(report, { folder, flags, terminal }));
  const { coverage } = report;
  if (flags.lcov !== undefined && coverage !== undefined) {
    await writeFile(flags.lcov, printLcov(coverage, join(folder, "rules.csv")));
  }
  const lacking = coverage === undefined ? [] : below(coverage, flags);
  for (const line of lacking) console.error(`ambit: ${line}`);
  return report.passed && lacking.length === 0 ? EXIT.fine : EXIT.findings;
}

function optionsOf(files: readonly string[], flags: TestFlags): TestOptions {
  const { filter, lcov, minRules, minClauses } = flags;
  const coverage = flags.coverage === true || (lcov ?? minRules ?? minClauses) !== undefined;
  return {
    coverage,
    ...(files.length === 0 ? {} : { files }),
    ...(filter === undefined ? {} : { filter }),
  };
}

function printed(
  report: PolicyTestReport,
  {
    folder,
    flags,
    terminal,
  }: { readonly folder: string; readonly flags: TestFlags; readonly terminal: Terminal },
): string {
  const reporter = flags.json === true ? "json" : flags.reporter;
  if (reporter === "json") return printJson(report);
  if (reporter === "junit") return printJunit(report);
  return printPolicyTest(report, { folder, style: createStyle(terminal.color) }).join("\n");
}

/** What lies below its threshold. */
function below({ rules, clauses }: Coverage, { minRules = 0, minClauses = 0 }: TestFlags): readonly string[] {
  const shares = [
    { what: "rules", percent: rules.percent, least: minRules },
    { what: "clauses", percent: clauses.percent, least: minClauses },
  ];
  return shares
    .filter(({ percent, least }) => percent < least)
    .map(
      ({ what, percent, least }) =>
        `the tests cover ${percent} % of the ${what}, and ${least} % are required`,
    );
}
