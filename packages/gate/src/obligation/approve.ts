import type { ApprovalQuestion } from "@ambit/core";
import { recordedArguments } from "../record/recorded.ts";
import type { Decided } from "../stage/decide.ts";
import { askPerson, DEFAULT_TTL_MS } from "./ask-person.ts";
import type { ObligationHandler } from "./handler.ts";

/** `approve:role[;ttl]`: a person says yes to exactly this call, by call id and digest of the arguments. */
export const approve: ObligationHandler<"approve"> = async ({ role, ttlSeconds }, decided) => {
  const { context, host } = decided.parts.authorized.parts.derived.parts.attempt;
  const port = host.approve ?? context.approve;
  if (port === undefined) return "approval_unavailable";
  const ttl = ttlSeconds === undefined ? DEFAULT_TTL_MS : ttlSeconds * 1000;
  const question = questionOf(decided, { role, expiresAt: context.clock() + ttl });
  return askPerson(context, { port, question, ttl });
};

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
