import {
  type CodeName,
  type Effect,
  type Grant,
  grantCovers,
  type JsonValue,
  type Link,
  type PolicyAnswer,
  type PolicyRequest,
  removedBy,
} from "@ambit/core";

import { describeCall } from "../call/describe-call.ts";
import { refusingEdge, type RefusingEdge } from "../call/refusing-edge.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { PolicySnapshot } from "../snapshot/policy-snapshot.ts";
import type { Explanation, ExplainOptions } from "./explanation.ts";
import { MASK, secretsOf } from "./mask.ts";

/** What is explained, and under what. */
export interface ExplainedCall extends ExplainOptions {
  readonly snapshot: PolicySnapshot;
  /** The description of the call: a `CallSpec`. */
  readonly call: unknown;
  /** The grant that the call is tested against, instead of the links in the description. */
  readonly grant?: Grant;
  /** Milliseconds since the epoch; gives `env.hour` and the age of the grant. The present when absent. */
  readonly now?: number;
}

/** What policy and grant say of a call. Plain data; for developers only (L10). */
export interface CallExplanation {
  /** Of policy and grant together. */
  readonly effect: Effect;
  readonly reason?: CodeName;
  /** The call as it was decided; secrets of the manifest are masked. */
  readonly call: PolicyRequest;
  /** What the policy alone says. */
  readonly policy: Explanation;
  /** Whether the run of such a call would open; undefined without an actor. */
  readonly opens?: PolicyAnswer;
  /** The edge between two principals that does not carry the call, where policy and grant allow it. */
  readonly edge?: RefusingEdge;
  /** The links of the grant, root first, and which of them refuse. */
  readonly links: readonly ExplainedLink[];
  /** The nearest tool of the manifest, when it does not have the call's. */
  readonly nearestTool?: string;
}

/** One link of the grant. */
export interface ExplainedLink {
  readonly link: string;
  readonly edge: Link["edge"];
  /** What it lost against the link before it. */
  readonly removed: readonly string[];
  readonly refusal?: { readonly reason: CodeName; readonly what: string };
}

/** Explains a described call under a policy and a grant; throws `CallError` when the description is not valid. */
export function explainCall({
  snapshot,
  call,
  grant,
  now = Date.now(),
  ...options
}: ExplainedCall): CallExplanation {
  const described = describeCall(call, { policy: snapshot, now });
  const { request, refused } = described;
  const policy = snapshot.explain(request, options);
  const links = explainLinks(grant ?? described.grant, { request, now });
  const isUnknown = policy.answer.reason === "tool_unknown";
  const refusal = isUnknown ? undefined : (refused ?? firstRefusal(links));
  const nearestTool = isUnknown ? nearestWord(request.tool, snapshot.tools) : undefined;
  return {
    ...verdictOf(refusal, policy.answer, () => refusingEdge(snapshot, request)),
    call: masked(request, snapshot),
    policy,
    ...opensOf(snapshot, request),
    links,
    ...(nearestTool === undefined ? {} : { nearestTool }),
  };
}

/** The gate asks the grant first, then the rules, then the edges of what both allow. */
function verdictOf(
  refusal: CodeName | undefined,
  { effect, reason }: PolicyAnswer,
  askEdges: () => RefusingEdge | undefined,
): Pick<CallExplanation, "effect" | "reason" | "edge"> {
  if (refusal !== undefined) return { effect: "deny", reason: refusal };
  if (effect === "deny") return reason === undefined ? { effect } : { effect, reason };
  const edge = askEdges();
  return edge === undefined
    ? { effect }
    : { effect: "deny", reason: edge.answer.reason ?? "edge_denied", edge };
}

/** The gate asks the grant before the policy. */
function firstRefusal(links: readonly ExplainedLink[]): CodeName | undefined {
  return links.find(({ refusal }) => refusal !== undefined)?.refusal?.reason;
}

function opensOf(snapshot: PolicySnapshot, request: PolicyRequest): Pick<CallExplanation, "opens"> {
  const { principals, intent, tenant } = request;
  const [subject, actor] = principals;
  if (subject === undefined || actor === undefined) return {};
  const asked = { subject, actor, purpose: intent };
  return { opens: snapshot.open(tenant === undefined ? asked : { ...asked, tenant }) };
}

function explainLinks(
  grant: Grant | undefined,
  { request, now }: { readonly request: PolicyRequest; readonly now: number },
): readonly ExplainedLink[] {
  const { tool, args, resources, sensitivity, intent: purpose } = request;
  return (grant?.links ?? []).map((link, index, links) => {
    const { id, edge, scope } = link;
    const before = links[index - 1];
    const removed = before === undefined ? [] : removedBy(before.scope, scope);
    const refusal = grantCovers({ links: [link] }, { tool, args, resources, sensitivity, purpose, now });
    const explained = { link: id, edge, removed };
    return refusal === undefined
      ? explained
      : { ...explained, refusal: { reason: refusal.reason, what: refusal.what } };
  });
}

function masked(request: PolicyRequest, snapshot: PolicySnapshot): PolicyRequest {
  const isSecret = secretsOf(snapshot.manifest(request.tool));
  const mask = (value: JsonValue, name: string): JsonValue => {
    if (name !== "args" && isLeafSecret(value, name, isSecret)) return MASK;
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => mask(item, name));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, mask(item as JsonValue, `${name}.${key}`)]),
    );
  };
  // plain data: functions are none
  const { provenance: _, ...call } = request;
  return { ...call, args: mask(request.args, "args") as PolicyRequest["args"] };
}

/** What leads to a secret is shown, but for it; where it should lead on and does not, nothing is. */
function isLeafSecret(value: JsonValue, name: string, isSecret: (name: string) => boolean): boolean {
  return (typeof value !== "object" || value === null) && isSecret(name);
}
