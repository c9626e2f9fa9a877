import type { ApprovalAnswer, ApprovalPort, ApprovalQuestion, ApprovalRecord, CodeName } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { append } from "../record/append.ts";
import { isLate, within } from "../stage/awaiting.ts";

/** How long a question waits for its answer where nothing else is said, in milliseconds. */
export const DEFAULT_TTL_MS: number = 10 * 60_000;

/** A question to a person, and who puts it. */
export interface Asking {
  readonly port: ApprovalPort;
  readonly question: ApprovalQuestion;
  /** Milliseconds. */
  readonly ttl: number;
  /** Asked before an answer counts, yes or no; a code means that it does not. */
  readonly admit?: () => Promise<CodeName | undefined>;
}

/** Asks a person and records the answer; a code means that it was no yes. Only the host's suspension is thrown on. */
export async function askPerson(
  context: GateContext,
  { port, question, ttl, admit }: Asking,
): Promise<CodeName | undefined> {
  const answer = await answered(context, { port, question, ttl });
  if (answer === undefined) return "approval_unavailable";
  const given = verdictOf(answer, question);
  const verdict = given === "approval_mismatch" ? given : ((await admit?.()) ?? given);
  await append(context, {
    type: "approval",
    run: question.run,
    at: context.clock(),
    decision: question.decision,
    role: question.role,
    answer: verdict === undefined ? "approved" : (SAID[verdict] ?? "mismatch"),
    digest: question.digest,
    ...(typeof answer.by === "string" ? { by: answer.by } : {}),
  });
  return verdict;
}

const SAID: Partial<Record<CodeName, ApprovalRecord["answer"]>> = {
  approval_rejected: "rejected",
  approval_spent: "spent",
};

async function answered(
  { isSuspension }: GateContext,
  { port, question, ttl }: Asking,
): Promise<ApprovalAnswer | undefined> {
  try {
    const answer: unknown = await within(port(question), ttl);
    if (isLate(answer) || typeof answer !== "object" || answer === null) return undefined;
    return answer as ApprovalAnswer;
  } catch (error) {
    if (isSuspension(error)) throw error;
    return undefined;
  }
}

/** Only the literal `true` for the same digest and call id is a yes. */
function verdictOf(answer: ApprovalAnswer, question: ApprovalQuestion): CodeName | undefined {
  if (answer.approved === false) return "approval_rejected";
  const same = answer.digest === question.digest && answer.callId === question.callId;
  return same && answer.approved === true ? undefined : "approval_mismatch";
}
