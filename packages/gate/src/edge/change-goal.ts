import {
  AmbitDeniedError,
  type ApprovalQuestion,
  attenuate,
  type CodeName,
  type Grant,
  type IntentRecord,
  rootGrant,
  scopeMeet,
} from "@ambit/core";
import { digestOf } from "../call/digest.ts";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import type { Frame } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { askPerson, DEFAULT_TTL_MS } from "../obligation/ask-person.ts";
import { append, appendEdge } from "../record/append.ts";
import { recordedText } from "../record/recorded.ts";
import { Counter } from "../run/counter.ts";
import { keepGeneration } from "../thread/run-thread.ts";
import { type GoalRequest, type ParsedGoal, parseGoalRequest } from "../run/goal-request.ts";
import { requestedScope } from "../run/open.ts";
import { carriedTools, ownParties } from "./crossing.ts";
import { narrowedScope } from "./narrowing.ts";
import { lastScope } from "./step.ts";
import { whyNotOpen } from "./why-not-open.ts";

/** Under this name a change of the goal is put to a person. */
const CHANGE_GOAL = "ambit.changeGoal";

/**
 * Gives a run another goal, and the root frame of the generation that begins with it.
 *
 * Trusted code asks, the policy decides and, if the request says so, a person; either way the `goal` edge is recorded.
 * The new scope is the request's: what was spent stays spent, and the run lasts no longer than it was opened for. Every
 * frame of the old generation ends at its next check.
 *
 * Throws `request_invalid`, and `AmbitDeniedError` with `goal_refused` inside a tool or below a delegation.
 */
export async function changeGoal(context: GateContext, request: GoalRequest): Promise<Frame> {
  const current = currentFrame();
  if (current === undefined) throw new AmbitDeniedError("no_run", CHANGE_GOAL, "-");
  if (current.owner !== context) throw new AmbitDeniedError("frame_foreign", CHANGE_GOAL, "-");
  const goal = parseGoalRequest(request, current.run.subject.id);
  const change = await proposed(context, current, goal);
  const refused = await whyRefused(context, change);
  if (refused !== undefined) {
    await appendEdge(context, { ...edgeOf(change), refused });
    throw new AmbitDeniedError(refused, CHANGE_GOAL, change.to.id);
  }
  return begin(context, change);
}

interface Change extends ParsedGoal {
  readonly from: Frame;
  /** The frame that a change would make, but for its generation. */
  readonly to: Frame;
  /** Whether the policy's rules for edges let nothing over this one. */
  readonly isBlocked: boolean;
}

async function proposed(context: GateContext, from: Frame, goal: ParsedGoal): Promise<Change> {
  const { parsed } = goal;
  const { run } = from;
  const id = context.newId();
  const parties = ownParties(from);
  const crossing = { edge: "goal", parties, intent: parsed.purpose } as const;
  const carried = await carriedTools(context, { run, crossing });
  // the run was opened for so long and so deep, whatever it is for
  const { expiresAt, depth } = from.grant.links[0].scope;
  const asked = { ...requestedScope(context, parsed), depth };
  const scope = scopeMeet(asked, narrowedScope(asked, { tools: carried, expiresAt }, context.policy.tools));
  const to = from.with({
    id,
    grant: await asOpened(context, from, rootGrant({ id, edge: "goal", scope, parties })),
    counter: new Counter(parsed.budget, from.thread?.counter ?? run.counter),
    // what was read stays read, by whomever
    taint: run.taint,
    intent: { purpose: parsed.purpose, goal: parsed.goal, source: "run", step: id },
  });
  return { ...goal, from, to, isBlocked: carried?.length === 0 };
}

/** The edge by which the agent came into the run goes on to bind it. */
async function asOpened(context: GateContext, { run, actors }: Frame, root: Grant): Promise<Grant> {
  const [{ id }] = root.links;
  let grant = root;
  for (const to of actors) {
    const scope = lastScope(grant);
    const crossing = { edge: "open", parties: { from: run.subject.id, to }, intent: scope.purpose } as const;
    const tools = await carriedTools(context, { run, crossing });
    const { edge, parties } = crossing;
    grant = attenuate(grant, {
      id,
      edge,
      parties,
      scope: narrowedScope(scope, { tools }, context.policy.tools),
    });
  }
  return grant;
}

async function whyRefused(context: GateContext, change: Change): Promise<CodeName | undefined> {
  return whyImpossible(context, change) ?? (await whyDenied(context, change));
}

function whyImpossible(context: GateContext, { from, parsed }: Change): CodeName | undefined {
  if (from.isInTool || from.depth > 0) return "goal_refused";
  const ended = whyEnded(from);
  if (ended !== undefined) return ended;
  if (!(context.clock() < lastScope(from.grant).expiresAt)) return "grant_expired";
  return context.policy.hasPurpose(parsed.purpose) ? undefined : "purpose_unknown";
}

/** The policy is asked first, and a person only about what it allows. */
async function whyDenied(context: GateContext, change: Change): Promise<CodeName | undefined> {
  const { from, to, parsed, isBlocked, approve } = change;
  const { subject } = from.run;
  const self = { id: subject.id, roles: subject.roles };
  const actors = from.actors.length === 0 ? [self] : from.actors.map((id) => ({ id }));
  for (const actor of actors) {
    const closed = await whyNotOpen(context, { run: from.run, actor, purpose: parsed.purpose });
    if (closed !== undefined) return closed;
  }
  if (isBlocked) return "edge_denied";
  const rejected = approve === undefined ? undefined : await ask(context, change, approve);
  // people take their time: the frame, or what it would become, may have died meanwhile
  const isLate = !(context.clock() < lastScope(to.grant).expiresAt);
  return rejected ?? whyEnded(from) ?? (isLate ? "grant_expired" : undefined);
}

function ask(
  context: GateContext,
  { from, to, parsed }: Change,
  role: string,
): Promise<CodeName | undefined> | CodeName {
  if (context.approve === undefined) return "approval_unavailable";
  const { purpose, goal, input } = parsed;
  const args = { purpose, goal, input };
  const question: ApprovalQuestion = {
    decision: to.id,
    run: from.run.id,
    tool: CHANGE_GOAL,
    args,
    digest: digestOf(args),
    resources: [`tool:${CHANGE_GOAL}`],
    role,
    subject: from.run.subject.id,
    actors: from.actors,
    purpose: lastScope(from.grant).purpose,
    expiresAt: context.clock() + DEFAULT_TTL_MS,
  };
  return askPerson(context, {
    port: context.approve,
    question: Object.freeze(question),
    ttl: DEFAULT_TTL_MS,
  });
}

/** The old generation ends first: if the change then cannot be recorded, there is no authority at all. */
async function begin(context: GateContext, change: Change): Promise<Frame> {
  const { from, to, parsed } = change;
  const edge = edgeOf(change);
  const frame = to.with({ generation: from.run.beginGeneration(parsed) });
  await keepGeneration(frame.run);
  await appendEdge(context, { ...edge, to: frame });
  const intent: IntentRecord = {
    type: "intent",
    run: frame.run.id,
    at: context.clock(),
    frame: frame.id,
    step: frame.id,
    source: "run",
    purpose: parsed.purpose,
    goal: recordedText(parsed.goal, context.record),
  };
  await append(context, intent);
  return frame;
}

/** A change narrows nothing, it replaces: what it takes away is everything that was there. */
function edgeOf({ from, to, parsed }: Change): Parameters<typeof appendEdge>[1] {
  const alsoRemoved = [
    `purpose ${from.run.task.purpose} → ${parsed.purpose}`,
    `all authority of generation ${from.generation}`,
  ];
  return { edge: "goal", from, to, parentScope: lastScope(to.grant), alsoRemoved };
}
