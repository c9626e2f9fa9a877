import {
  AmbitDeniedError,
  AmbitError,
  attenuate,
  type CodeName,
  type EdgeKind,
  type Intent,
  type Scope,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import { Entry } from "../frame/entry.ts";
import { TaintScope } from "../frame/taint-scope.ts";
import type { Frame } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { appendEdge } from "../record/append.ts";
import { parseDuration } from "../run/duration.ts";
import { carriedTools, ownParties } from "./crossing.ts";
import { joinFrames } from "./join.ts";
import { narrowedScope } from "./narrowing.ts";
import { lastScope } from "./step.ts";
import { whyNotOpen } from "./why-not-open.ts";
import { type Carried, wideningOf } from "./widening.ts";

/** What a delegation passes on; what it leaves out is the parent's. */
export interface Delegation {
  readonly tools?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  /** `30s`, `5m`. */
  readonly ttl?: string | undefined;
  /** The parent's purpose or a deeper one. */
  readonly purpose?: string | undefined;
  /** The task, in free text: it grants nothing. */
  readonly goal?: string | undefined;
}

/** The start of the graph that an agent runs, as the host tells it. */
export interface GraphStart {
  /** Its namespace. */
  readonly graph?: string | undefined;
  /** The thread on which it keeps its state, if it does. */
  readonly thread?: string | undefined;
  /** The nodes as which it was started, outermost first: by one of these names a handoff would call it. */
  readonly nodes: readonly string[];
}

export interface Entering {
  readonly delegation?: Delegation;
  readonly start?: GraphStart;
}

/**
 * The frame in which an agent runs that is entered in the current frame.
 *
 * The first agent of a run is an `open` edge, decided by the policy; a further one a `delegate` edge: depth − 1, lifetime
 * at most the parent's, the actor chain grows by one. One to whom another agent has handed over comes out of that one's
 * authority too, by a `handoff` edge. The same agent entered again outside a tool keeps its frame. Throws
 * `AmbitDeniedError`.
 */
export async function enterAgent(
  context: GateContext,
  agent: string,
  { delegation = {}, start = { nodes: [] } }: Entering = {},
): Promise<Frame> {
  const current = currentFrame();
  if (current === undefined) throw new AmbitDeniedError("no_run", agent, "-");
  if (current.owner !== context) throw new AmbitDeniedError("frame_foreign", agent, "-");
  const giver = current.run.handoffs.take(current, [agent, ...start.nodes]);
  if (giver === undefined && isSame(current, agent)) {
    current.entry.startedAs(start);
    return current;
  }
  const from = giver === undefined ? current : joinFrames(current, giver);
  const edge = edgeTo(from, giver);
  const decision = (giver ?? current).call?.decision;
  const frame = await cross(context, { current, from, edge, agent, delegation, decision });
  frame.entry.startedAs(start);
  return frame;
}

function isSame(current: Frame, agent: string): boolean {
  return current.call === undefined && current.actors.at(-1) === agent && whyEnded(current) === undefined;
}

function edgeTo(from: Frame, giver: Frame | undefined): EdgeKind {
  if (from.actors.length === 0) return "open";
  return giver === undefined ? "delegate" : "handoff";
}

interface Crossed {
  /** The frame in which the agent is entered. */
  readonly current: Frame;
  /** Whose authority it gets: the current frame, or that one as a handoff has narrowed it. */
  readonly from: Frame;
  readonly edge: EdgeKind;
  readonly agent: string;
  readonly delegation: Delegation;
  /** The decision of the call that led here. */
  readonly decision: string | undefined;
}

async function cross(context: GateContext, crossed: Crossed): Promise<Frame> {
  const { current, from, edge, agent, delegation, decision } = crossed;
  const parentScope = lastScope(from.grant);
  const parties = { from: ownParties(from).to, to: agent };
  const crossing = { edge, parties, intent: parentScope.purpose };
  const carried = await carriedTools(context, { run: from.run, crossing });
  const scope = requested(context, crossed, only(carried, delegation));
  const detail = wideningOf(parentScope, delegation, carried);
  const refused =
    (await whyRefused(context, crossed, carried)) ?? (detail === undefined ? undefined : "delegation_widens");
  const id = context.newId();
  const actors = Object.freeze([...from.actors, agent]);
  const edgeRecord = { edge, from, parentScope, decision } as const;
  if (refused !== undefined) {
    const to = from.with({ id, actors });
    const facts = refused === "delegation_widens" && detail !== undefined ? { detail } : {};
    await appendEdge(context, { ...edgeRecord, to, refused, ...facts });
    throw new AmbitDeniedError(refused, agent, { ...facts, decision: id });
  }
  const frame = from.outsideTool({
    id,
    actors,
    grant: attenuate(from.grant, { id, edge, scope, parties }),
    depth: from.depth + Number(edge !== "open"),
    intent: delegatedIntent(from.intent, delegation),
    entry: new Entry(id, { above: current.entry, actors, calledBy: current.call?.decision }),
    taint: new TaintScope(from.taint),
  });
  await appendEdge(context, { ...edgeRecord, to: frame });
  return frame;
}

/** The delegation, of the tools that the edge could carry. */
function only(carried: Carried, delegation: Delegation): Delegation {
  if (carried === undefined) return delegation;
  return { ...delegation, tools: delegation.tools?.filter((tool) => carried.includes(tool)) ?? carried };
}

function delegatedIntent(intent: Intent, { purpose, goal }: Delegation): Intent {
  if (purpose === undefined && goal === undefined) return intent;
  return Object.freeze({ ...intent, purpose: purpose ?? intent.purpose, goal: goal ?? intent.goal });
}

function requested(
  context: GateContext,
  { from, edge }: Pick<Crossed, "from" | "edge">,
  { tools, resources, ttl, purpose }: Delegation,
): Scope {
  const parent = lastScope(from.grant);
  const lifetime = ttl === undefined ? undefined : parseDuration(ttl);
  if (ttl !== undefined && lifetime === undefined) throw new AmbitError("config_invalid", { option: "ttl" });
  const expiresAt = lifetime === undefined ? parent.expiresAt : context.clock() + lifetime;
  const depth = edge === "open" ? parent.depth : Math.max(0, parent.depth - 1);
  return narrowedScope(parent, { tools, resources, expiresAt, depth, purpose }, context.policy.tools);
}

async function whyRefused(
  context: GateContext,
  { current, from, edge, agent }: Crossed,
  carried: Carried,
): Promise<CodeName | undefined> {
  const ended = whyEnded(current);
  if (ended !== undefined) return ended;
  // what a handoff gave dies with whom it came from
  if (from.run.isRevoked(from.grant)) return "grant_revoked";
  const scope = lastScope(from.grant);
  if (!(context.clock() < scope.expiresAt)) return "grant_expired";
  if (edge !== "open" && scope.depth === 0) return "depth_exceeded";
  const closed = await whyNotFirst(context, { current, from, agent });
  return closed ?? (carried?.length === 0 ? "edge_denied" : undefined);
}

/** Whether the run is open to its first agent: the one that is entered, or the first of those who have handed over to it. */
async function whyNotFirst(
  context: GateContext,
  { current, from, agent }: Pick<Crossed, "current" | "from" | "agent">,
): Promise<CodeName | undefined> {
  if (current.actors.length > 0) return undefined;
  const [first = agent] = from.actors;
  // of a run inside a run it is the inner purpose
  const { purpose } = lastScope(from.grant);
  return whyNotOpen(context, { run: from.run, actor: { id: first }, purpose });
}
