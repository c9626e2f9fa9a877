import type {
  Awaitable,
  CarryRequest,
  EdgeKind,
  Parties,
  PolicyAnswer,
  PolicyPort,
  Principal,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import type { Frame } from "../frame/frame.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import type { Run } from "../run/run.ts";
import { isLate, isThenable, within } from "../stage/awaiting.ts";

/** An edge between two principals, and the purpose for which authority goes over it. */
export interface Crossing {
  readonly edge: EdgeKind;
  readonly parties: Parties;
  readonly intent: string;
}

/** Both ends of an edge at which the one who acts narrows itself. */
export function ownParties(frame: Frame): Parties {
  const self = frame.actors.at(-1) ?? frame.run.subject.id;
  return { from: self, to: self };
}

/** The question to the policy's rules for edges. */
export function carryRequest(run: Run, { edge, parties, intent }: Crossing): CarryRequest {
  const from = principalOf(run, parties.from);
  const asked = { edge, from, to: principalOf(run, parties.to), intent };
  return run.tenant === undefined ? asked : { ...asked, tenant: run.tenant };
}

interface Carrying {
  readonly run: Run;
  readonly crossing: Crossing;
}

/** The tools of which an edge could carry anything at all; undefined where the policy has no rules for edges. */
export function carriedTools(
  context: GateContext,
  carrying: Carrying,
): Awaitable<readonly string[] | undefined> {
  const policy = policyInForce(context);
  return policy.carry === undefined ? undefined : carriedBy(context, policy, carrying);
}

async function carriedBy(
  context: GateContext,
  policy: PolicyPort,
  { run, crossing }: Carrying,
): Promise<readonly string[]> {
  const request = carryRequest(run, crossing);
  const carried: string[] = [];
  for (const tool of policy.tools) {
    const answer = await answered(context, () => policy.carry?.({ ...request, tool }));
    if (isCarried(answer)) carried.push(tool);
  }
  return carried;
}

/** What a policy answers in time; one that throws gives no answer. */
async function answered(context: GateContext, ask: () => unknown): Promise<unknown> {
  try {
    const asked = ask();
    const answer: unknown = isThenable(asked) ? await within(asked, context.stageTimeoutMs) : asked;
    return isLate(answer) ? undefined : answer;
  } catch {
    return undefined;
  }
}

/** Anything but a clear yes is a no. */
export function isCarried(answer: unknown): answer is PolicyAnswer {
  return typeof answer === "object" && answer !== null && (answer as PolicyAnswer).effect === "allow";
}

function principalOf({ subject }: Run, id: string): Principal {
  return id === subject.id ? { id, roles: subject.roles } : { id };
}
