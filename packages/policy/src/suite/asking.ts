import type { Effect } from "@ambit/core";

import type { CallPointMaker, CallPoints } from "./call-points.ts";
import { ImpossibleCall, type Outcome, outcomeOf, type PointCall } from "./call-outcome.ts";
import type { Checked, TestReport } from "./report.ts";
import type { Running } from "./run-cases.ts";
import type { About, Agent, SuiteTest } from "./suite.ts";

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

/**
 * Representative calls about a tool that come before the rules at all, as `agent` makes them: no resource is invalid, the
 * purpose is registered. Throws `ImpossibleCall` when there is none: nothing would be proved.
 */
export function callsAbout(about: About, agent: Agent | undefined, asking: Asking): CallPoints {
  const { calls, total } = asking.points.make(about, MOST_CALLS);
  const judged =
    agent === undefined ? [] : calls.filter((call) => outcomeOf(call, agent, asking).asked !== undefined);
  if (judged.length === 0) {
    throw new ImpossibleCall(
      `none of ${calls.length} calls of ${about.tool} comes before the rules: give it res, args or tenant`,
    );
  }
  return { calls: judged, total: total > calls.length ? total : judged.length };
}

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
