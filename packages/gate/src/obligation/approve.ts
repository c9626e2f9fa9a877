import type { ApprovalPort, ApprovalQuestion, CodeName } from "@ambit/core";
import { recordedArguments } from "../record/recorded.ts";
import type { Decided } from "../stage/decide.ts";
import { beginQuestion, questionMarks, spendAnswer } from "../thread/question.ts";
import type { RunThread } from "../thread/run-thread.ts";
import { ThreadWrite } from "../thread/thread-write.ts";
import { type Asking, askPerson, DEFAULT_TTL_MS } from "./ask-person.ts";
import type { ObligationHandler } from "./handler.ts";

/** How long it waits where the host can bring the graph back: people sleep. */
const DEFAULT_THREAD_TTL_MS = 24 * 60 * 60_000;

/** `approve:role[;ttl]`: a person says yes to exactly this call, by call id and digest of the arguments. */
export const approve: ObligationHandler<"approve"> = async (obligation, decided) => {
  const { derived, frame } = decided.parts.authorized.parts;
  const { context, host } = derived.parts.attempt;
  const port = host.approve ?? context.approve;
  if (port === undefined) return "approval_unavailable";
  // only the host brings an answer from another run
  const thread = host.approve === undefined ? undefined : frame.thread;
  const ttl = ttlOf(obligation, thread);
  const question = questionOf(decided, { role: obligation.role, expiresAt: context.clock() + ttl });
  if (thread === undefined) return askPerson(context, { port, question, ttl });
  return askOnThread(decided, { port, question, ttl, thread });
};

function ttlOf({ ttlSeconds }: { readonly ttlSeconds?: number }, thread: RunThread | undefined): number {
  if (ttlSeconds !== undefined) return ttlSeconds * 1000;
  return thread === undefined ? DEFAULT_TTL_MS : DEFAULT_THREAD_TTL_MS;
}

/** Asks through the host: once, and only for an answer that was given to this question and was not used before. */
async function askOnThread(
  decided: Decided,
  { port, question, ttl, thread }: Omit<Asking, "admit"> & { readonly thread: RunThread },
): Promise<CodeName | undefined> {
  const { derived, frame } = decided.parts.authorized.parts;
  const { context } = derived.parts.attempt;
  const { purpose } = question;
  const mark = questionMarks(decided).get(question.role);
  if (mark === undefined) return "approval_unavailable";
  const now = context.clock();
  const begun = await beginQuestion(thread, {
    mark,
    purpose,
    grant: frame.grant,
    expiresAt: question.expiresAt,
    now,
  });
  if (typeof begun === "string") {
    await passOver(port, question);
    return (await ThreadWrite.of(decided)?.isRepeat()) === true ? undefined : begun;
  }
  const admit = async (): Promise<CodeName | undefined> => {
    if (begun.isNew) return "approval_mismatch";
    return (await spendAnswer(thread, mark)) ? undefined : "approval_spent";
  };
  const asked = Object.freeze({ ...question, expiresAt: begun.expiresAt });
  return askPerson(context, { port, question: asked, ttl, admit });
}

/**
 * Takes the answer that the host holds for a question which is over, and drops it: a host that hands answers out by order
 * would give it to the next question of the task.
 */
async function passOver(port: ApprovalPort, question: ApprovalQuestion): Promise<void> {
  try {
    await port(question);
  } catch {
    // it holds none: there is nothing to drop, and nobody to ask
  }
}

function questionOf(
  decided: Decided,
  { role, expiresAt }: { readonly role: string; readonly expiresAt: number },
): ApprovalQuestion {
  const { derived, frame } = decided.parts.authorized.parts;
  const { attempt, call, entry, resources, intent } = derived.parts;
  const question = {
    decision: attempt.id,
    run: frame.run.id,
    tool: call.tool,
    // secrets stay redacted for the approver too; everything else is what will run
    args: recordedArguments(entry, call.args, "full") as ApprovalQuestion["args"],
    digest: call.digest,
    resources,
    role,
    subject: frame.run.subject.id,
    actors: frame.actors,
    purpose: intent.purpose,
    expiresAt,
  };
  return Object.freeze(call.callId === undefined ? question : { ...question, callId: call.callId });
}
