import { type CodeName, type Grant, purposeWithin, type ThreadQuestion, type ThreadState } from "@ambit/core";
import type { Run } from "../run/run.ts";
import type { Decided } from "../stage/decide.ts";
import { digestOf } from "../call/digest.ts";
import { callMark } from "./call-mark.ts";
import type { RunThread } from "./run-thread.ts";

/** How many questions a thread remembers. */
const MAX_QUESTIONS = 500;

/** The marks of the questions that a call asks people: one for each role. Empty where nobody could tell the call from another. */
export function questionMarks(decided: Decided): ReadonlyMap<string, string> {
  const { authorized, obligations } = decided.parts;
  const call = callMark(authorized.parts.derived);
  if (call === undefined) return new Map();
  const asked = obligations.filter((obligation) => obligation.kind === "approve");
  return new Map(asked.map(({ role }) => [role, digestOf([call.mark, role])]));
}

/** A question of a call to a person who may answer in another run. */
export interface CallQuestion {
  readonly mark: string;
  readonly purpose: string;
  /** The grant under which it is asked. */
  readonly grant: Grant;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly now: number;
}

/** A question that a run has put, and may wait with. */
interface Put {
  readonly thread: RunThread;
  readonly mark: string;
  readonly grant: Grant;
}

const put = new WeakMap<Run, Put[]>();

/** Ends the questions of a run that were put under authority which is revoked by now. Throws `thread_unavailable`. */
export async function endRevokedQuestions(run: Run): Promise<void> {
  const revoked = (put.get(run) ?? []).filter(({ grant }) => run.isRevoked(grant));
  await Promise.all(
    revoked.map(({ thread, mark }) =>
      thread.keep((state) => {
        const question = state.questions[mark];
        return question === undefined ? state : withQuestion(state, mark, { ...question, expiresAt: 0 });
      }),
    ),
  );
}

/**
 * Puts a question on record before it is asked, so that it survives the process.
 *
 * `isNew` when it was not there before: an answer that is there already was given to another question. A code when there
 * can be no answer any more.
 */
export async function beginQuestion(
  thread: RunThread,
  { mark, purpose, grant, expiresAt, now }: CallQuestion,
): Promise<{ readonly isNew: boolean; readonly expiresAt: number } | CodeName> {
  const asked = thread.state.questions[mark];
  const others = put.get(thread.run) ?? [];
  put.set(thread.run, others);
  others.push({ thread, mark, grant });
  if (asked === undefined) {
    const question = { expiresAt, generation: thread.generation, purpose, spent: false };
    await thread.keep((state) => withQuestion(state, mark, state.questions[mark] ?? question));
    return { isNew: true, expiresAt };
  }
  if (asked.spent) return "approval_spent";
  const isOver = now >= asked.expiresAt || asked.generation !== thread.generation;
  // the run that goes on may be for something else
  return isOver || !purposeWithin(purpose, asked.purpose)
    ? "approval_expired"
    : { isNew: false, expiresAt: asked.expiresAt };
}

/** Uses the answer to a question; false when it was used before, by whatever run. */
export async function spendAnswer(thread: RunThread, mark: string): Promise<boolean> {
  let isFirst = false;
  await thread.keep((state) => {
    const asked = state.questions[mark];
    isFirst = asked?.spent === false;
    return asked === undefined || asked.spent ? state : withQuestion(state, mark, { ...asked, spent: true });
  });
  return isFirst;
}

/**
 * Lets the answers to a call be used again that was suspended, in its body or at a further question, and will come back.
 *
 * When that cannot be stored, they stay spent.
 */
export async function returnAnswers(decided: Decided): Promise<void> {
  const { thread } = decided.parts.authorized.parts.frame;
  const marks = thread === undefined ? [] : [...questionMarks(decided).values()];
  const isSpent = (state: ThreadState, mark: string): boolean => state.questions[mark]?.spent === true;
  if (thread === undefined || !marks.some((mark) => isSpent(thread.state, mark))) return;
  const change = (state: ThreadState): ThreadState =>
    marks
      .filter((mark) => isSpent(state, mark))
      .reduce(
        (returned, mark) =>
          withQuestion(returned, mark, { ...(returned.questions[mark] as ThreadQuestion), spent: false }),
        state,
      );
  await thread.keep(change).catch(() => {});
}

function withQuestion(state: ThreadState, mark: string, question: ThreadQuestion): ThreadState {
  if (state.questions[mark] === question) return state;
  const questions = { ...state.questions, [mark]: question };
  const [oldest, ...rest] = Object.entries(questions);
  const isFull = rest.length >= MAX_QUESTIONS && oldest !== undefined;
  return { ...state, questions: isFull ? Object.fromEntries(rest) : questions };
}
