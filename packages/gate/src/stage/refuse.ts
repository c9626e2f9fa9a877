import { codeRow } from "@ambit/core";
import type { Denial } from "../call/outcome.ts";
import { append } from "../record/append.ts";
import { decisionRecord } from "../record/decision-record.ts";
import type { Attempt } from "./attempt.ts";
import type { Authorized } from "./authorize.ts";
import type { Denied } from "./denied.ts";
import { actorOf } from "./derive.ts";

const DEFAULT_MODEL_TEXT = "This action is not permitted.";

/**
 * Ends a call that a stage refused: what was reserved is given back, the denial is counted and recorded (L6).
 *
 * When even the denial cannot be recorded it stays a denial, with `ledger_unavailable` as its reason.
 */
export async function refuse(attempt: Attempt, denied: Denied, authorized?: Authorized): Promise<Denial> {
  const { context, frame } = attempt;
  authorized?.parts.frame.counter.release(authorized.parts.units);
  if (frame !== undefined && frame.owner === context) {
    frame.counter.count({ denials: 1 });
    const purpose = denied.facts.purpose ?? frame.intent.purpose;
    frame.run.attempts.denied(actorOf(frame), attempt.host.tool, purpose);
  }
  const { stage, reason, effect, facts } = denied;
  let final = reason;
  try {
    const before = authorized?.parts.facts ?? {};
    await append(context, decisionRecord(attempt, { effect, stage, reason, facts: { ...before, ...facts } }));
  } catch {
    final = "ledger_unavailable";
  }
  const { code, model } = codeRow(final);
  const modelText = `${code}: ${model ?? DEFAULT_MODEL_TEXT}`;
  return Object.freeze({ decision: attempt.id, tool: attempt.host.tool, effect, reason: final, modelText });
}

/** Records that the host suspended a call, for a person to answer: it will be decided again when resumed. */
export async function suspend(
  attempt: Attempt,
  { authorized, suspension }: { readonly authorized: Authorized; readonly suspension: unknown },
): Promise<never> {
  const { frame, units, facts } = authorized.parts;
  frame.counter.release(units);
  const verdict = { effect: "ask", stage: "oblige", reason: "approval_required", facts } as const;
  await append(attempt.context, decisionRecord(attempt, verdict));
  throw suspension;
}
