import {
  type CodeName,
  type Effect,
  grantCovers,
  type PolicyAnswer,
  type PolicyRequest,
  type Refusal,
  type RuleRef,
  type ToolEntry,
} from "@ambit/core";

import { refusingEdge } from "../call/refusing-edge.ts";
import { type NamedCall, type NamedRequest, toRequest } from "../call/to-request.ts";
import { grantOf } from "./agent-grant.ts";
import type { Agent, Call, Suite } from "./suite.ts";
import type { TestedPolicy } from "./tested-policy.ts";

/** How a call ends: in the order of the gate, first the call itself, then the grant, then the policy. */
export interface Outcome {
  readonly effect: Effect;
  readonly reason?: CodeName;
  readonly detail?: string;
  /** The link of the grant that refuses. */
  readonly refusal?: Refusal;
  /** What the policy was asked, and what it said: also where the grant refuses. */
  readonly asked?: { readonly request: PolicyRequest; readonly answer: PolicyAnswer };
  readonly matched: readonly RuleRef[];
}

/** A call is written so that it can never happen. */
export class ImpossibleCall extends Error {}

/** What calls are decided with. */
export interface Deciding {
  readonly policy: TestedPolicy;
  readonly suite: Suite;
}

/** Decides one call of an agent; throws `ImpossibleCall`. */
export function outcomeOf(call: PointCall, agent: Agent, deciding: Deciding): Outcome {
  const { policy, suite } = deciding;
  const entry = policy.snapshot.manifest(call.tool);
  if (entry === undefined) return denied("tool_unknown");
  const named = completed(call, agent, deciding);
  const { purpose, tool, args } = named;
  if (policy.readsPurpose && !policy.snapshot.hasPurpose(purpose)) return denied("purpose_unknown", purpose);
  const { request, refused } = requestOf(named, call.res, { entry, now: suite.clock });
  if (refused !== undefined) return denied(refused);
  const answer = policy.snapshot.decide(request);
  const asked = { request, answer };
  const { resources, sensitivity } = request;
  const grant = grantOf(agent, purpose);
  const covering = { tool, args, resources, sensitivity, purpose, now: suite.clock ?? 0 };
  const refusal = grant && grantCovers(grant, covering);
  if (refusal !== undefined) return { ...denied(refusal.reason, refusal.what), refusal, asked };
  return concluded(asked, policy);
}

/** The policy's answer; the gate asks the edges of what the rules allow. */
function concluded(asked: NonNullable<Outcome["asked"]>, { snapshot }: TestedPolicy): Outcome {
  const { effect, reason, detail, matched } = asked.answer;
  const edge = effect === "deny" ? undefined : refusingEdge(snapshot, asked.request);
  if (edge !== undefined)
    return { ...denied(edge.answer.reason ?? "edge_denied", edge.answer.detail), asked };
  return {
    effect,
    matched,
    asked,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
  };
}

function denied(reason: CodeName, detail?: string): Outcome {
  return { effect: "deny", reason, matched: [], ...(detail === undefined ? {} : { detail }) };
}

/** A call, whoever makes it. */
export type PointCall = Omit<Call, "agent">;

/** The call with the file's defaults, as the agent makes it. */
function completed(call: PointCall, agent: Agent, { policy, suite }: Deciding): NamedCall {
  const { defaults } = suite;
  const { subject, attributes, chain } = agent;
  const own = chain.findLast((link) => link.purpose !== undefined)?.purpose;
  const purpose = call.purpose ?? own ?? defaults.purpose;
  if (purpose === undefined && policy.readsPurpose) {
    throw new ImpossibleCall(
      "the call has no purpose: give one to the call, its agent or the file's defaults",
    );
  }
  return {
    ...defaults,
    ...call,
    subject,
    attributes,
    actors: chain.map((link) => link.agent),
    purpose: purpose ?? "test",
    args: { ...defaults.args, ...call.args },
    env: { ...defaults.env, ...call.env },
    provenance: {
      ...defaults.provenance,
      ...call.provenance,
      from: { ...defaults.provenance?.from, ...call.provenance?.from },
    },
  };
}

/** The request of a call; `res` names the resource only where the manifest could: it is no other way to write one. */
function requestOf(
  named: NamedCall,
  res: string | undefined,
  about: { readonly entry: ToolEntry; readonly now: number | undefined },
): NamedRequest {
  const made = toRequest(named, about);
  if (res === undefined) return made;
  const written = toRequest({ ...named, resources: [res] }, about);
  const isFree = made.refused !== undefined || about.entry.resolve !== undefined;
  if (isFree || written.refused !== undefined) return written;
  const { resources } = made.request;
  const [meant = ""] = written.request.resources;
  if (resources.includes(meant)) return made;
  throw new ImpossibleCall(
    `the resource of this call is ${resources.join(" ")}, as tools.yaml makes it, and never ${meant}`,
  );
}
