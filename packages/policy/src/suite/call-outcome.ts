import {
  AmbitError,
  canonicalResource,
  type CodeName,
  compileTemplate,
  type Effect,
  grantCovers,
  type JsonObject,
  type PolicyAnswer,
  type PolicyRequest,
  type Principal,
  type Refusal,
  type RuleRef,
  sensitivityRank,
  type ToolEntry,
} from "@ambit/core";

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
  const full = completed(call, agent, deciding);
  if (policy.readsPurpose && !policy.snapshot.hasPurpose(full.purpose))
    return denied("purpose_unknown", full.purpose);
  const resources = resourcesOf(full, entry, agent);
  if (resources === undefined) return denied("resource_invalid");
  const request = toRequest({ ...full, resources }, entry, { agent, suite });
  const answer = policy.snapshot.decide(request);
  const asked = { request, answer };
  const now = suite.clock ?? 0;
  const { purpose, tool, args } = full;
  const grant = grantOf(agent, purpose);
  const covering = { tool, args, resources, sensitivity: request.sensitivity, purpose, now };
  const refusal = grant && grantCovers(grant, covering);
  if (refusal !== undefined) return { ...denied(refusal.reason, refusal.what), refusal, asked };
  const carried = carriedOver(agent, request, policy);
  if (carried !== undefined) return { ...denied(carried.reason ?? "edge_denied", carried.detail), asked };
  const { effect, reason, detail, matched } = answer;
  return {
    effect,
    matched,
    asked,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What refuses to carry the permission over an edge of the chain; undefined when all carry it, or have no rules. */
function carriedOver(
  { subject, chain }: Agent,
  request: PolicyRequest,
  { snapshot }: TestedPolicy,
): PolicyAnswer | undefined {
  const { intent, tool, action, resources, sensitivity, tenant } = request;
  const permission = {
    intent,
    tool,
    action,
    resources,
    sensitivity,
    ...(tenant === undefined ? {} : { tenant }),
  };
  let from: Principal = subject;
  for (const [index, { agent }] of chain.entries()) {
    const to = { id: agent };
    const answer = snapshot.carry?.({ ...permission, edge: index === 0 ? "open" : "delegate", from, to });
    if (answer !== undefined && answer.effect !== "allow") return answer;
    from = to;
  }
  return undefined;
}

function denied(reason: CodeName, detail?: string): Outcome {
  return { effect: "deny", reason, matched: [], ...(detail === undefined ? {} : { detail }) };
}

/** A call, whoever makes it. */
export type PointCall = Omit<Call, "agent">;

type Full = PointCall & { readonly purpose: string; readonly args: JsonObject };

/** The call with the file's defaults. */
function completed(call: PointCall, agent: Agent, { policy, suite }: Deciding): Full {
  const { defaults } = suite;
  const own = agent.chain.findLast((link) => link.purpose !== undefined)?.purpose;
  const purpose = call.purpose ?? own ?? defaults.purpose;
  if (purpose === undefined && policy.readsPurpose) {
    throw new ImpossibleCall(
      "the call has no purpose: give one to the call, its agent or the file's defaults",
    );
  }
  return {
    ...defaults,
    ...call,
    purpose: purpose ?? "test",
    args: { ...defaults.args, ...call.args },
    env: { ...defaults.env, ...call.env },
  };
}

/** The resources that the manifest makes of the call; undefined when one has no canonical form. */
function resourcesOf(
  { tool, args, tenant, res }: Full,
  entry: ToolEntry,
  agent: Agent,
): readonly string[] | undefined {
  const variables = { args, subject: agent.subject.id, ...(tenant === undefined ? {} : { tenant }) };
  const expanded = orInvalid(() => {
    const all = templatesOf(entry).flatMap((expand) => expand(variables));
    return all.length === 0 ? [`tool:${tool}`] : all;
  });
  if (res === undefined) return expanded;
  const [named] = orInvalid(() => [canonicalResource(res)]) ?? [];
  if (named === undefined) return undefined;
  if (expanded === undefined || entry.resolve !== undefined) return [named];
  if (expanded.includes(named)) return expanded;
  throw new ImpossibleCall(
    `the resource of this call is ${expanded.join(" ")}, as tools.yaml makes it, and never ${named}`,
  );
}

const compiled = new WeakMap<ToolEntry, readonly ReturnType<typeof compileTemplate>[]>();

function templatesOf(entry: ToolEntry): readonly ReturnType<typeof compileTemplate>[] {
  const known = compiled.get(entry) ?? entry.resources.map(compileTemplate);
  compiled.set(entry, known);
  return known;
}

function orInvalid(make: () => readonly string[]): readonly string[] | undefined {
  try {
    return make();
  } catch (error) {
    if (AmbitError.find(error)?.reason === "resource_invalid") return undefined;
    throw error;
  }
}

function toRequest(
  call: Full & { readonly resources: readonly string[] },
  entry: ToolEntry,
  { agent, suite }: { readonly agent: Agent; readonly suite: Suite },
): PolicyRequest {
  const { tenant, depth = Math.max(0, agent.chain.length - 1) } = call;
  return {
    principals: [agent.subject, ...agent.chain.map((link) => ({ id: link.agent }))],
    tool: call.tool,
    action: entry.action,
    resources: call.resources,
    sensitivity: call.sensitivity ?? entry.sensitivity,
    intent: call.purpose,
    depth,
    ...(tenant === undefined ? {} : { tenant }),
    env: {
      attempt: 1,
      branch: false,
      siblings: 1,
      tainted: false,
      seen: sensitivityRank("public"),
      generation: 1,
      ...(suite.clock === undefined ? {} : { hour: new Date(suite.clock).getUTCHours() }),
      ...(tenant === undefined ? {} : { tenant }),
      subject: { ...agent.attributes, id: agent.subject.id },
      actor: agent.chain.at(-1)?.agent ?? agent.subject.id,
      ...call.env,
    },
    args: call.args,
  };
}
