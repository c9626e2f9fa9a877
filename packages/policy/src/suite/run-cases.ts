import { strayPaths } from "../call/stray-path.ts";
import { type CoverageWatch } from "./coverage.ts";
import { type Deciding, ImpossibleCall, type Outcome, outcomeOf } from "./call-outcome.ts";
import { mismatches } from "./mismatch.ts";
import { noteOn } from "./note.ts";
import type { FailedCall, Failure, TestReport } from "./report.ts";
import type { Agent, Call, Case } from "./suite.ts";

/** What the tests of a suite are run with. */
export interface Running extends Deciding {
  /** Watches the decisions that tests assert. */
  readonly coverage?: CoverageWatch;
}

/** Decides each case, and says which do not end as expected. */
export function runCases(
  cases: readonly Case[],
  running: Running,
): Pick<TestReport, "decisions" | "failures" | "passed"> {
  const failures = cases.flatMap((each) => runCase(each, running));
  return {
    passed: failures.length === 0,
    decisions: { passed: cases.length - failures.length, total: cases.length },
    failures,
  };
}

function runCase({ call, expected, at }: Case, running: Running): readonly Failure[] {
  checkPaths(call, running);
  const agent = running.suite.agents.get(call.agent) as Agent;
  const outcome = outcomeOf(call, agent, running);
  // where the grant refuses, nobody asks the rules at run time
  if (outcome.asked !== undefined && outcome.refusal === undefined)
    running.coverage?.see(outcome.asked.request);
  const found = mismatches(expected, outcome);
  if (found.length === 0) return [];
  const note = noteOn({ expected, outcome, tool: call.tool }, running.policy);
  return [
    {
      at,
      call: failedCall(call, outcome),
      mismatches: found,
      matched: outcome.matched.filter(({ effect }) => outcome.effect !== "deny" || effect === "deny"),
      ...(note === undefined ? {} : { note }),
    },
  ];
}

/** Whatever a misspelt path says would not be tested. */
function checkPaths({ provenance, args }: Call, { suite }: Running): void {
  const [stray] = strayPaths(provenance ?? {}, { ...suite.defaults.args, ...args });
  if (stray === undefined) return;
  const { key, path, suggestion } = stray;
  const hint = suggestion === undefined ? "" : `: did you mean "${suggestion}"?`;
  throw new ImpossibleCall(`provenance › ${key} › ${path} is no argument of the call${hint}`);
}

/** The call as a report shows it. */
export function failedCall({ agent, tool, args = {}, res, purpose }: Call, { asked }: Outcome): FailedCall {
  const shown = asked?.request.intent ?? purpose;
  return {
    agent,
    tool,
    resources: asked?.request.resources ?? (res === undefined ? [] : [res]),
    args: asked?.request.args ?? args,
    ...(shown === undefined ? {} : { purpose: shown }),
  };
}
