import { createRequire } from "node:module";

import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import { loadParts } from "../snapshot/load-policy.ts";
import type { PolicyOptions } from "../snapshot/policy-options.ts";
import type { PolicySource } from "../source/policy-source.ts";
import { CoverageWatch } from "./coverage.ts";
import { findSuites, readSuites } from "./find-suites.ts";
import { readSuite, type SuiteText } from "./read-suite.ts";
import type { PolicyTestReport, SuiteReport, Tally, TestReport } from "./report.ts";
import { runSuite } from "./run-suite.ts";
import type { Suite } from "./suite.ts";
import { SuiteError } from "./suite-error.ts";
import { TestedPolicy } from "./tested-policy.ts";

/** Which tests are run, and how. */
export interface TestOptions extends PolicyOptions {
  /** Paths of test files; absent: all `*.test.yaml` of the policy's folder. */
  readonly files?: readonly string[];
  /** Test files as texts, beside or instead of those that are read. */
  readonly suites?: readonly SuiteText[];
  /** Only tests whose `suite › name` has this text in it, in any case. */
  readonly filter?: string;
  /** Whether to measure which rules and clauses the decisions exercise. */
  readonly coverage?: boolean;
}

/**
 * Runs the tests of a policy.
 *
 * Rejects with `PolicyError` when the policy does not load, with `SuiteError` when a test file is not valid or there is no
 * test to run.
 */
export async function testPolicy(source: PolicySource, options: TestOptions = {}): Promise<PolicyTestReport> {
  const policy = new TestedPolicy(await loadParts(source, options));
  const texts = await textsOf(source, options);
  const sources = new Map(texts.map(({ file, text }) => [file, text]));
  const read = texts.map((text) => readSuite(text, policy.snapshot.tools));
  const findings = read.flatMap((each) => each.findings);
  const fatal = findings.filter(({ severity }) => severity === "fatal");
  if (fatal.length > 0) throw new SuiteError(fatal, sources);
  const suites = chosen(
    read.flatMap(({ suite }) => suite ?? []),
    options.filter,
  );
  if (suites.length === 0) throw new SuiteError([noTests(source, options)], sources);
  const coverage = options.coverage === true ? new CoverageWatch(policy) : undefined;
  const reports = suites.map((suite) =>
    runSuite({ policy, suite, ...(coverage === undefined ? {} : { coverage }) }),
  );
  const impossible = reports.flatMap((report) => report.findings);
  if (impossible.length > 0) throw new SuiteError(impossible, sources);
  const { engine = "compiled" } = options;
  return reportOf(reports, { version: policy.snapshot.version, engine, coverage, warnings: findings });
}

async function textsOf(
  source: PolicySource,
  { files, suites = [] }: TestOptions,
): Promise<readonly SuiteText[]> {
  const found = files ?? ("folder" in source && suites.length === 0 ? await findSuites(source.folder) : []);
  return [...(await readSuites(found)), ...suites];
}

/** The suites with the tests that a filter leaves. */
function chosen(suites: readonly Suite[], filter = ""): readonly Suite[] {
  const wanted = filter.toLowerCase();
  return suites
    .map((suite) => ({
      ...suite,
      tests: suite.tests.filter(({ name }) => `${suite.name} › ${name}`.toLowerCase().includes(wanted)),
    }))
    .filter(({ tests }) => tests.length > 0);
}

/** No test is an error: a run that checks nothing looks like one that passes. */
function noTests(source: PolicySource, { filter }: TestOptions): Finding {
  const findings = new FileFindings("folder" in source ? source.folder : "policy");
  const message =
    filter === undefined
      ? "there is no *.test.yaml here, so nothing was tested"
      : `no test has "${filter}" in its name`;
  findings.add({ reason: "suite_missing", at: { line: 1, column: 1 }, text: "", message });
  return findings.found[0] as Finding;
}

function reportOf(
  suites: readonly SuiteReport[],
  {
    version,
    engine,
    coverage,
    warnings,
  }: {
    readonly version: string;
    readonly engine: string;
    readonly coverage: CoverageWatch | undefined;
    readonly warnings: readonly Finding[];
  },
): PolicyTestReport {
  const tests = suites.flatMap((suite) => suite.tests);
  const passing = (kind: TestReport["kind"]): Tally => tally(tests.filter((test) => test.kind === kind));
  const decisions = tests.reduce(
    (sum, { decisions: own }) => ({ passed: sum.passed + own.passed, total: sum.total + own.total }),
    { passed: 0, total: 0 },
  );
  return {
    passed: tests.every(({ passed }) => passed),
    version,
    engine: `${engine}, casbin ${casbinVersion()}`,
    suites: suites.map(({ suite, file, tests: own }) => ({ suite, file, tests: own })),
    totals: {
      tests: tally(tests.filter(({ kind }) => kind !== "query")),
      decisions,
      chains: passing("chain"),
      queries: passing("query"),
    },
    ...(coverage === undefined ? {} : { coverage: coverage.report() }),
    warnings,
  };
}

function casbinVersion(): string {
  const { version } = createRequire(import.meta.url)("casbin/package.json") as { readonly version: string };
  return version;
}

function tally(tests: readonly TestReport[]): Tally {
  return { passed: tests.filter(({ passed }) => passed).length, total: tests.length };
}
