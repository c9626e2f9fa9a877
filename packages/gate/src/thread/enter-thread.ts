import {
  AmbitDeniedError,
  AmbitError,
  attenuate,
  type Budget,
  budgetMeet,
  type CodeName,
  joinMarks,
  type TaintMarks,
  type ThreadState,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import { carriedTools, ownParties } from "../edge/crossing.ts";
import { narrowedScope } from "../edge/narrowing.ts";
import { lastScope } from "../edge/step.ts";
import { currentFrame } from "../frame/current.ts";
import type { Frame } from "../frame/frame.ts";
import type { TaintScope } from "../frame/taint-scope.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { appendEdge } from "../record/append.ts";
import { Counter } from "../run/counter.ts";
import type { Run } from "../run/run.ts";
import { KeptThread } from "./kept-thread.ts";
import { recallTurns } from "./recall-turns.ts";
import { RunThread } from "./run-thread.ts";

/** The start of a graph that the host can bring back later. */
export interface ThreadStart {
  readonly thread: string;
  /** The agent that starts, for errors. */
  readonly agent: string;
  /** Whether the host goes on with what it had begun on the thread, and not with new input. */
  readonly resumes: boolean | (() => Promise<boolean>);
  /** Whether the host has anything of the thread; asked only where nothing is stored. */
  readonly exists: () => Promise<boolean>;
}

/**
 * The frame in which a graph starts on a thread: the current one, held to what the thread had left.
 *
 * Going on with a thread is a `resume` edge. What the thread has read stays read, and spent answers stay spent. A resume has
 * what the task had left, new input begins the thread's next task. Throws `AmbitDeniedError`: `thread_unknown`,
 * `thread_foreign`, `thread_mismatch`, `thread_unavailable`, `edge_denied`.
 */
export async function enterThread(context: GateContext, start: ThreadStart): Promise<Frame | undefined> {
  const current = currentFrame();
  // whoever has no living frame here enters no agent either, and is told why there
  if (current === undefined || current.owner !== context || whyEnded(current) !== undefined) return current;
  if (current.thread?.id === start.thread && !current.isForOther(start.thread)) return current;
  const id = context.newId();
  try {
    return await enter(context, { ...start, current, id });
  } catch (error) {
    const refused = AmbitError.find(error)?.reason ?? "thread_unavailable";
    const parentScope = lastScope(current.grant);
    await appendEdge(context, {
      edge: "resume",
      from: current,
      to: current.with({ id }),
      parentScope,
      refused,
    });
    throw new AmbitDeniedError(refused, start.agent, id);
  }
}

interface Entering extends ThreadStart {
  readonly current: Frame;
  readonly id: string;
}

async function enter(context: GateContext, entering: Entering): Promise<Frame> {
  const { current, thread: id } = entering;
  const { run, counter: parent } = current;
  if (current.isForOther(id)) throw new AmbitError("thread_mismatch");
  const { tenant } = run;
  const kept = await KeptThread.load(context, tenant === undefined ? { thread: id } : { tenant, thread: id });
  const isKnown = kept.state !== undefined || (await entering.exists());
  const refused = whyRefused(run, kept.state, isKnown);
  if (refused !== undefined) throw new AmbitError(refused);
  const resumes = typeof entering.resumes === "boolean" ? entering.resumes : await entering.resumes();
  const carried = isKnown ? await carriedOver(context, current) : undefined;
  const state = await kept.change((stored) => begin(stored, { current, resumes, isKnown }));
  const left = isKnown && resumes ? state.left : {};
  const counter = new Counter(left, parent);
  const held = isKnown ? await resume(context, entering, { state, carried, left }) : current;
  current.taint.raise(state.marks);
  await current.thread?.raise(state.marks);
  run.handoffs.load(state.handoffs as never, resumes ? "resumed" : "new", id);
  const thread = new RunThread({ id, run, kept, state, counter, resumes, above: current.thread });
  recallTurns(thread, held);
  return held.with({ counter, thread });
}

function whyRefused(run: Run, state: ThreadState | undefined, isKnown: boolean): CodeName | undefined {
  if (run.adopts) return undefined;
  if (state !== undefined) return state.subject === run.subject.id ? undefined : "thread_foreign";
  return isKnown ? "thread_unknown" : undefined;
}

/** The tools that a resume carries; undefined where the policy does not say. */
async function carriedOver(context: GateContext, current: Frame): Promise<readonly string[] | undefined> {
  const intent = lastScope(current.grant).purpose;
  const crossing = { edge: "resume", parties: ownParties(current), intent } as const;
  const carried = await carriedTools(context, { run: current.run, crossing });
  if (carried?.length === 0) throw new AmbitError("edge_denied");
  return carried;
}

/** What a thread has read of which nobody knows. */
const ANYTHING: TaintMarks = Object.freeze({
  untrusted: true,
  seen: "restricted",
  sources: Object.freeze([]),
});

interface Beginning {
  readonly current: Frame;
  readonly resumes: boolean;
  readonly isKnown: boolean;
}

/** The thread's state when the run begins to work on it. */
function begin(stored: ThreadState | undefined, { current, resumes, isKnown }: Beginning): ThreadState {
  const { run, counter, taint } = current;
  const subject = run.subject.id;
  if (stored === undefined) {
    const marks = isKnown ? joinMarks(ANYTHING, taint.marks) : taint.marks;
    const task = { generation: 1, task: 1, left: counter.left() };
    return { subject, ...task, marks, questions: {}, steps: [], handoffs: [] };
  }
  // another run may have come between
  const refused = whyRefused(run, stored, true);
  if (refused !== undefined) throw new AmbitError(refused);
  const marks = joinMarks(stored.marks, taint.marks);
  if (!resumes) return { ...stored, subject, task: stored.task + 1, left: counter.left(), marks };
  const isSame = marks === stored.marks && subject === stored.subject;
  return isSame ? stored : { ...stored, subject, marks };
}

interface Resumed {
  readonly state: ThreadState;
  readonly carried: readonly string[] | undefined;
  readonly left: Budget;
}

/** Adds the link of the edge, and records what it takes away. */
async function resume(
  context: GateContext,
  { current, id }: Entering,
  { state, carried, left }: Resumed,
): Promise<Frame> {
  const parentScope = lastScope(current.grant);
  const narrowed = narrowedScope(parentScope, { tools: carried }, context.policy.tools);
  const scope = { ...narrowed, budget: budgetMeet(parentScope.budget, left) };
  const grant = attenuate(current.grant, { id, edge: "resume", scope, parties: ownParties(current) });
  const frame = current.with({ id, grant });
  const decision = current.call?.decision;
  const alsoRemoved = removedByThread(current.taint, state);
  await appendEdge(context, { edge: "resume", from: current, to: frame, parentScope, decision, alsoRemoved });
  return frame;
}

/** What a run loses to what the thread has been through, for people. */
function removedByThread({ marks }: TaintScope, state: ThreadState): readonly string[] {
  const removed: string[] = [];
  if (state.marks.untrusted && !marks.untrusted) removed.push("trust: the thread has read untrusted text");
  if (joinMarks(marks, state.marks).seen !== marks.seen)
    removed.push(`seen ${marks.seen} → ${state.marks.seen}`);
  const spent = Object.values(state.questions).filter((question) => question.spent).length;
  if (spent > 0) removed.push(`spent approvals ${spent}`);
  if (state.generation > 1) removed.push(`approvals before generation ${state.generation}`);
  return removed;
}
