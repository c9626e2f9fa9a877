import type { Effect } from "@ambit/core";

import type { CallPointMaker } from "./call-points.ts";
import { type Outcome, outcomeOf, type PointCall } from "./call-outcome.ts";
import type { Checked, TestReport } from "./report.ts";
import type { Running } from "./run-cases.ts";
import type { Agent, SuiteTest } from "./suite.ts";

/** How many calls one test asks at most, of all tools and agents together. */
export const MOST_CALLS = 20_000;
export const NO_DECISIONS: TestReport["decisions"] = { passed: 0, total: 0 };

/** What tests are run with that ask representative calls. */
export interface Asking extends Running {
  readonly points: CallPointMaker;
}

/** How such a test ended. */
export type Asked = Pick<TestReport, "passed" | "decisions" | "failures"> & { readonly checked: Checked };

export type TestOf<K extends SuiteTest["kind"]> = Extract<SuiteTest, { readonly kind: K }>;

/** How an effect is told of an agent. */
export const VERB: Readonly<Record<Effect, string>> = {
  allow: "is allowed",
  ask: "must ask",
  deny: "is denied",
};

/** The first of some calls that an agent may make, or ask for. */
export function firstAllowed(
  calls: readonly PointCall[],
  agent: Agent,
  running: Running,
): { readonly call: PointCall; readonly outcome: Outcome } | undefined {
  for (const call of calls) {
    const outcome = outcomeOf(call, agent, running);
    if (outcome.effect !== "deny") return { call, outcome };
  }
  return undefined;
}
