import {
  AmbitDeniedError,
  AmbitError,
  attenuate,
  type CodeName,
  type EdgeKind,
  type Scope,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import type { Frame } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { appendEdge } from "../record/append.ts";
import { parseDuration } from "../run/duration.ts";
import { carriedTools, ownParties } from "./crossing.ts";
import { narrowedScope } from "./narrowing.ts";
import { whyNotOpen } from "./why-not-open.ts";
import { lastScope } from "./step.ts";

/** What a delegation passes on; what it leaves out is the parent's. */
export interface Delegation {
  readonly tools?: readonly string[];
  readonly resources?: readonly string[];
  /** `30s`, `5m`. */
  readonly ttl?: string;
}

/**
 * The frame in which an agent runs that is entered in the current frame.
 *
 * The first agent of a run is an `open` edge, decided by the policy; a further one a `delegate` edge: depth − 1, lifetime
 * at most the parent's, the actor chain grows by one. The same agent entered again outside a tool keeps its frame.
 * Throws `AmbitDeniedError`.
 */
export async function enterAgent(
  context: GateContext,
  agent: string,
  delegation: Delegation = {},
): Promise<Frame> {
  const current = currentFrame();
  if (current === undefined) throw new AmbitDeniedError("no_run", agent, "-");
  if (current.owner !== context) throw new AmbitDeniedError("frame_foreign", agent, "-");
  const isSame = current.call === undefined && current.actors.at(-1) === agent;
  if (isSame && whyEnded(current) === undefined) return current;
  const edge = current.actors.length === 0 ? "open" : "delegate";
  const parties = { from: ownParties(current).to, to: agent };
  const crossing = { edge, parties, intent: lastScope(current.grant).purpose } as const;
  const carried = await carriedTools(context, { run: current.run, crossing });
  const scope = requested(context, { current, edge, delegation: only(carried, delegation) });
  const refused = await whyRefused(context, { current, edge, agent, carried });
  const id = context.newId();
  const actors = Object.freeze([...current.actors, agent]);
  const parentScope = lastScope(current.grant);
  const entered = { edge, from: current, parentScope, decision: current.call?.decision } as const;
  if (refused !== undefined) {
    await appendEdge(context, { ...entered, to: current.with({ id, actors }), refused });
    throw new AmbitDeniedError(refused, agent, id);
  }
  const grant = attenuate(current.grant, { id, edge, scope, parties });
  const depth = current.depth + Number(edge === "delegate");
  const frame = current.outsideTool({ id, actors, grant, depth });
  await appendEdge(context, { ...entered, to: frame });
  return frame;
}

/** What an edge could carry; undefined where the policy does not say. */
type Tools = readonly string[] | undefined;

/** The delegation, of the tools that the edge could carry. */
function only(carried: Tools, delegation: Delegation): Delegation {
  if (carried === undefined) return delegation;
  return { ...delegation, tools: delegation.tools?.filter((tool) => carried.includes(tool)) ?? carried };
}

interface Entering {
  readonly current: Frame;
  readonly edge: EdgeKind;
}

function requested(
  context: GateContext,
  { current, edge, delegation }: Entering & { readonly delegation: Delegation },
): Scope {
  const parent = lastScope(current.grant);
  const ttl = delegation.ttl === undefined ? undefined : parseDuration(delegation.ttl);
  if (delegation.ttl !== undefined && ttl === undefined)
    throw new AmbitError("config_invalid", { option: "ttl" });
  const expiresAt = ttl === undefined ? parent.expiresAt : context.clock() + ttl;
  const depth = edge === "delegate" ? Math.max(0, parent.depth - 1) : parent.depth;
  const { tools, resources } = delegation;
  return narrowedScope(parent, { tools, resources, expiresAt, depth }, context.policy.tools);
}

async function whyRefused(
  context: GateContext,
  { current, edge, agent, carried }: Entering & { readonly agent: string; readonly carried: Tools },
): Promise<CodeName | undefined> {
  const ended = whyEnded(current);
  if (ended !== undefined) return ended;
  const scope = lastScope(current.grant);
  if (!(context.clock() < scope.expiresAt)) return "grant_expired";
  if (edge === "delegate" && scope.depth === 0) return "depth_exceeded";
  const closed =
    edge === "open"
      ? await whyNotOpen(context, { run: current.run, actor: { id: agent }, purpose: scope.purpose })
      : undefined;
  return closed ?? (carried?.length === 0 ? "edge_denied" : undefined);
}
