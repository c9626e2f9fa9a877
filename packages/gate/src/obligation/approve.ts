import type { ApprovalAnswer, ApprovalQuestion, CodeName } from "@ambit/core";
import { append } from "../record/append.ts";
import { recordedArguments } from "../record/recorded.ts";
import type { Decided } from "../stage/decide.ts";
import { isLate, within } from "../stage/awaiting.ts";
import type { ObligationHandler } from "./handler.ts";

/** How long a question waits for its answer when the rule says nothing. */
const DEFAULT_TTL_MS = 10 * 60_000;

/** `approve:role[;ttl]`: a person says yes to exactly this call, by call id and digest of the arguments. */
export const approve: ObligationHandler<"approve"> = async ({ role, ttlSeconds }, decided) => {
  const { attempt } = decided.parts.authorized.parts.derived.parts;
  const port = attempt.host.approve ?? attempt.context.approve;
  if (port === undefined) return "approval_unavailable";
  const ttl = ttlSeconds === undefined ? DEFAULT_TTL_MS : ttlSeconds * 1000;
  const question = questionOf(decided, { role, expiresAt: attempt.context.clock() + ttl });
  const answer = await ask(() => port(question), { ttl, isSuspension: attempt.context.isSuspension });
  if (answer === undefined) return "approval_unavailable";
  const verdict = verdictOf(answer, question);
  const answered =
    verdict === undefined ? "approved" : verdict === "approval_rejected" ? "rejected" : "mismatch";
  await append(attempt.context, {
    type: "approval",
    run: question.run,
    at: attempt.context.clock(),
    decision: question.decision,
    role,
    answer: answered,
    digest: question.digest,
    ...(typeof answer.by === "string" ? { by: answer.by } : {}),
  });
  return verdict;
};

async function ask(
  port: () => Promise<ApprovalAnswer>,
  { ttl, isSuspension }: { readonly ttl: number; readonly isSuspension: (error: unknown) => boolean },
): Promise<ApprovalAnswer | undefined> {
  try {
    const answer: unknown = await within(port(), ttl);
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
