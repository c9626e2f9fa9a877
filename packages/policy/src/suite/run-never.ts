import {
  type Asked,
  type Asking,
  callsAbout,
  firstAllowed,
  NO_DECISIONS,
  type TestOf,
  VERB,
} from "./asking.ts";
import { failedCall } from "./run-cases.ts";
import type { Agent } from "./suite.ts";

/** Whether no agent may make any call of a kind, nor ask for it. */
export function runNever({ agents, about, at }: TestOf<"never">, running: Asking): Asked {
  const first = running.suite.agents.get(agents[0] ?? "");
  const { calls, total } = callsAbout(about, first, running);
  const failures = agents.flatMap((id) => {
    const found = firstAllowed(calls, running.suite.agents.get(id) as Agent, running);
    if (found === undefined) return [];
    const call = failedCall({ ...found.call, agent: id }, found.outcome);
    return [
      {
        at,
        call,
        mismatches: [],
        matched: found.outcome.matched,
        message: `${id} ${VERB[found.outcome.effect]}`,
      },
    ];
  });
  const checked = {
    calls: calls.length * agents.length,
    of: total * agents.length,
    allowed: failures.length,
  };
  return { passed: failures.length === 0, decisions: NO_DECISIONS, checked, failures };
}
