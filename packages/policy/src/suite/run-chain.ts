import { combineEffects, grantCovers } from "@ambit/core";

import { grantOf } from "./agent-grant.ts";
import { type Asked, type Asking, MOST_CALLS, NO_DECISIONS, type TestOf, VERB } from "./asking.ts";
import { type Outcome, outcomeOf, type PointCall } from "./call-outcome.ts";
import type { Failure } from "./report.ts";
import { failedCall, type Running } from "./run-cases.ts";
import type { Agent } from "./suite.ts";

/** Whether what a child may do, each agent above it in the chain may do, with no fewer approvals. */
export function runChain({ chain, passedOn, at }: TestOf<"chain">, asking: Asking): Asked {
  const agents = chain.map((id) => asking.suite.agents.get(id) as Agent);
  const pairs = agents.slice(1).map((child, index) => ({
    child,
    alone: { chain: child.chain.slice(-1) },
    above: agents.slice(0, index + 1),
  }));
  const most = Math.ceil(MOST_CALLS / pairs.length);
  const found = pairs.map((pair) => compare(pair, { asking, passedOn, at, most }));
  const failures = found.flatMap((each) => each.failures);
  const sum = (count: keyof Asked["checked"]): number =>
    found.reduce((all, { checked }) => all + checked[count], 0);
  const checked = { calls: sum("calls"), of: sum("of"), allowed: sum("allowed") };
  return { passed: failures.length === 0, decisions: NO_DECISIONS, checked, failures };
}

interface Pair {
  readonly child: Agent;
  /** What the child's own grant declares, before it is met with those above. */
  readonly alone: Pick<Agent, "chain">;
  readonly above: readonly Agent[];
}

interface Comparing {
  readonly asking: Asking;
  readonly passedOn: readonly string[];
  readonly at: Failure["at"];
  readonly most: number;
}

/** Compares a child with all above it; of each of them and each tool one widening is told. */
function compare({ child, alone, above }: Pair, comparing: Comparing): Pick<Asked, "checked" | "failures"> {
  const { asking, at, most } = comparing;
  const { tools } = asking.policy.snapshot;
  const checked = { calls: 0, of: 0, allowed: 0 };
  const failures: Failure[] = [];
  for (const tool of tools) {
    const { calls, total } = asking.points.make({ tool }, Math.ceil(most / tools.length));
    checked.calls += calls.length;
    checked.of += Math.max(calls.length, total);
    const allowed = calls.flatMap((call) => {
      const own = asDeclared(call, { child, alone }, asking);
      return own === undefined ? [] : [{ call, own }];
    });
    checked.allowed += allowed.length;
    for (const one of above) {
      const wider = allowed.flatMap(
        ({ call, own }) => widening(call, { child, above: one, own }, comparing) ?? [],
      );
      const [first] = wider;
      if (first !== undefined)
        failures.push(
          wider.length === 1
            ? first
            : { ...first, message: `${first.message ?? ""}, and so for ${wider.length - 1} more` },
        );
    }
  }
  return { checked, failures: checked.allowed === 0 ? [nothingAllowed(child, at)] : failures };
}

/** A chain in which the child may do nothing proves nothing. */
function nothingAllowed({ id }: Agent, at: Failure["at"]): Failure {
  const message = `${id} may make none of these calls: nothing is proved. Does it lack a tenant, a purpose, a right?`;
  return { at, mismatches: [], matched: [], message };
}

/** What the policy says of a call that the agent's own grant covers, as it is written; undefined for a denial. */
function asDeclared(
  call: PointCall,
  { child, alone }: Pick<Pair, "child" | "alone">,
  running: Running,
): Outcome | undefined {
  const outcome = outcomeOf(call, child, running);
  if (outcome.asked === undefined || outcome.asked.answer.effect === "deny") return undefined;
  const { request, answer } = outcome.asked;
  const { tool, args, resources, sensitivity, intent: purpose } = request;
  const grant = grantOf(alone, purpose);
  const covering = { tool, args, resources, sensitivity, purpose, now: running.suite.clock ?? 0 };
  if (grant !== undefined && grantCovers(grant, covering) !== undefined) return undefined;
  return { ...outcome, effect: answer.effect };
}

function widening(
  call: PointCall,
  { child, above, own }: { readonly child: Agent; readonly above: Agent; readonly own: Outcome },
  { asking, passedOn, at }: Comparing,
): Failure | undefined {
  const depth = passedOn.includes(call.tool) ? { depth: child.chain.length - 1 } : {};
  const outcome = outcomeOf({ ...call, ...depth }, above, asking);
  if (combineEffects([own.effect, outcome.effect]) === own.effect) return undefined;
  const why = outcome.reason === undefined ? "" : ` (${outcome.reason})`;
  return {
    at,
    call: failedCall({ ...call, agent: child.id }, own),
    mismatches: [],
    matched: own.matched,
    message: `${child.id} ${VERB[own.effect]}, ${above.id} ${VERB[outcome.effect]}${why}`,
    ...noteOf(outcome, own),
  };
}

function noteOf({ refusal }: Outcome, { matched }: Outcome): { readonly note?: string } {
  if (refusal !== undefined) return { note: `the grant of ${refusal.link} does not cover ${refusal.what}` };
  const [rule] = matched;
  return rule === undefined ? {} : { note: `allowed by ${rule.at ?? rule.id}` };
}
