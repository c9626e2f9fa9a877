import type { Here } from "./ground.ts";
import { lies } from "./rules.ts";
import type { Question } from "./threads.ts";
import type { Mark } from "./writes.ts";

/** A question to people that waits for its answer. */
export interface Asking {
  /** What the thread remembers; undefined without a thread. */
  readonly question: Question | undefined;
  /** No answer can be for it: it is asked for the first time, and who answers from another run answers another one. */
  readonly isNew: boolean;
  /** Why it cannot be answered any more; whoever is asked all the same is not heard. */
  readonly over: string | undefined;
}

/** Asks about a call. `known` is what its thread remembered before. */
export function ask(
  { run, thread, origins }: Here,
  {
    mark,
    role,
    purpose,
    known,
  }: {
    readonly mark: Mark | undefined;
    readonly role: string;
    readonly purpose: string;
    readonly known: Question | undefined;
  },
): Asking {
  if (thread === undefined || mark === undefined)
    return { question: undefined, isNew: false, over: undefined };
  const { generation } = thread;
  const { questions } = thread.thread;
  const of = questions.get(mark.text) ?? new Map<string, Question>();
  questions.set(mark.text, of);
  const question = of.get(role) ?? { generation, purpose, spent: false, isEnded: false };
  of.set(role, question);
  run.questions.push({ question, origins });
  if (known === undefined) return { question, isNew: true, over: undefined };
  const isOver = known.isEnded || known.generation !== generation || !lies(purpose, known.purpose);
  const over = isOver ? "approval_expired" : undefined;
  return { question, isNew: false, over: known.spent ? "approval_spent" : over };
}

/** Uses an answer, of which there is one; a text says why it does not count. */
export function hear({ question, isNew }: Asking, yes: boolean): string | undefined {
  if (isNew) return "approval_mismatch";
  if (question?.spent === true) return "approval_spent";
  if (question !== undefined) question.spent = true;
  return yes ? undefined : "rejected";
}
