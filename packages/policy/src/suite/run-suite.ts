import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import type { Asking } from "./asking.ts";
import { ImpossibleCall } from "./call-outcome.ts";
import { CallPointMaker } from "./call-points.ts";
import type { SuiteReport, TestReport } from "./report.ts";
import { runCases, type Running } from "./run-cases.ts";
import { runChain } from "./run-chain.ts";
import { runNever } from "./run-never.ts";
import { runQuery } from "./run-query.ts";
import type { SuiteTest } from "./suite.ts";

/** Runs the tests of a suite; a finding for each that can never happen as it is written. */
export function runSuite(running: Running): SuiteReport & { readonly findings: readonly Finding[] } {
  const { name, file, tests } = running.suite;
  const findings = new FileFindings(file);
  const asking = { ...running, points: new CallPointMaker(running.policy, running.suite) };
  const reports = tests.flatMap((test) => {
    try {
      return [{ name: test.name, kind: test.kind, at: test.at, ...runTest(test, asking) }];
    } catch (error) {
      if (!(error instanceof ImpossibleCall)) throw error;
      findings.add({
        reason: "suite_invalid",
        at: test.at,
        text: test.name,
        message: `${test.name}: ${error.message}`,
      });
      return [];
    }
  });
  return { suite: name, file, tests: reports, findings: findings.found };
}

function runTest(test: SuiteTest, asking: Asking): Omit<TestReport, "name" | "kind" | "at"> {
  switch (test.kind) {
    case "cases":
      return runCases(test.cases, asking);
    case "chain":
      return runChain(test, asking);
    case "never":
      return runNever(test, asking);
    case "query":
      return runQuery(test, asking);
  }
}
