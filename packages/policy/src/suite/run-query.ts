import { type Asked, type Asking, callsAbout, firstAllowed, NO_DECISIONS, type TestOf } from "./asking.ts";
import type { PointCall } from "./call-outcome.ts";
import type { Failure } from "./report.ts";
import { failedCall, type Running } from "./run-cases.ts";
import type { Agent } from "./suite.ts";

/** Whether exactly the expected ones can make some call of a kind, or ask for it. */
export function runQuery({ about, expected, at }: TestOf<"query">, running: Asking): Asked {
  const asked = askedAgents(running);
  const { calls, total } = callsAbout(about, asked[0], running);
  const able = asked
    .filter((agent) => firstAllowed(calls, agent, running) !== undefined)
    .map(({ id }) => id)
    .toSorted();
  const missing = [...new Set(expected)].filter((id) => !able.includes(id)).toSorted();
  const surplus = able.filter((id) => !expected.includes(id));
  const checked = { calls: calls.length * asked.length, of: total * asked.length, allowed: able.length };
  const passed = missing.length + surplus.length === 0;
  const strange = missing.filter((id) => !asked.some((agent) => agent.id === id));
  const message = [`expected  ${listed([...expected].toSorted())}`, `actual    ${listed(able)}`].join("\n");
  const note =
    strange.length === 0
      ? {}
      : { note: `neither an agent of the file nor given a role by a g row: ${strange.join(", ")}` };
  const failures = passed
    ? []
    : [{ at, ...example(surplus, { calls, asked }, running), mismatches: [], message, ...note }];
  return { passed, decisions: NO_DECISIONS, checked, failures };
}

function example(
  [id]: readonly string[],
  { calls, asked }: { readonly calls: readonly PointCall[]; readonly asked: readonly Agent[] },
  running: Running,
): Pick<Failure, "call" | "matched"> {
  const agent = asked.find((each) => each.id === id);
  const found = agent === undefined ? undefined : firstAllowed(calls, agent, running);
  if (agent === undefined || found === undefined) return { matched: [] };
  return {
    call: failedCall({ ...found.call, agent: agent.id }, found.outcome),
    matched: found.outcome.matched,
  };
}

/** The agents of the file, and everybody whom a `g` row gives a role: by itself, without a grant. */
function askedAgents({ suite, policy }: Running): readonly Agent[] {
  const holders = policy.holders.filter((id) => !suite.agents.has(id));
  return [
    ...suite.agents.values(),
    ...holders.map((id) => ({ id, subject: { id }, attributes: {}, chain: [] })),
  ];
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? "nobody" : ids.join(", ");
}
