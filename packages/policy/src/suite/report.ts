import type { JsonObject, RuleRef } from "@ambit/core";

import type { Finding, Place } from "../finding/finding.ts";
import type { Coverage } from "./coverage.ts";
import type { Mismatch } from "./mismatch.ts";

/** What `testPolicy` found; plain data. */
export interface PolicyTestReport {
  readonly passed: boolean;
  /** Of the policy. */
  readonly version: string;
  /** What decided: `compiled, casbin 5.51.1`. */
  readonly engine: string;
  readonly suites: readonly SuiteReport[];
  readonly totals: Readonly<Record<"tests" | "decisions" | "chains" | "queries", Tally>>;
  readonly coverage?: Coverage;
  /** What is no failure of a test but of the file: a deny whose reason is not asserted. */
  readonly warnings: readonly Finding[];
}

export interface Tally {
  readonly passed: number;
  readonly total: number;
}

export interface SuiteReport {
  readonly suite: string;
  readonly file: string;
  readonly tests: readonly TestReport[];
}

export interface TestReport {
  readonly name: string;
  readonly kind: "cases" | "chain" | "never" | "query";
  readonly at: Place;
  readonly passed: boolean;
  /** Decisions that were asserted one by one. */
  readonly decisions: Tally;
  /** Representative calls that were asked. */
  readonly checked?: Checked;
  readonly failures: readonly Failure[];
}

/** How many representative calls were asked, of how many combinations, and how many of them were not denied. */
export interface Checked {
  readonly calls: number;
  readonly of: number;
  readonly allowed: number;
}

/** One thing that a test found wrong. */
export interface Failure {
  /** Of the case in the file. */
  readonly at: Place;
  readonly call?: FailedCall;
  readonly mismatches: readonly Mismatch[];
  /** The rules that matched. */
  readonly matched: readonly RuleRef[];
  /** What is wrong, where it is no single decision. */
  readonly message?: string;
  /** What would explain it: the rule that came closest, the link that refuses. */
  readonly note?: string;
}

/** The call, with what sets it apart. */
export interface FailedCall {
  readonly agent: string;
  readonly tool: string;
  readonly resources: readonly string[];
  readonly args: JsonObject;
  readonly purpose?: string;
}
