import { type CodeName, codeRow } from "@ambit/core";
import { modelText } from "../call/model-text.ts";
import type { Denial } from "../call/outcome.ts";
import { deniedIds } from "../edge/reworded.ts";
import { append } from "../record/append.ts";
import type { Frame } from "../frame/frame.ts";
import type { DeniedIds } from "../run/denials.ts";
import { decisionRecord, derivedOf, type Reached } from "../record/decision-record.ts";
import type { Attempt } from "./attempt.ts";
import type { Authorized } from "./authorize.ts";
import type { Decided } from "./decide.ts";
import { returnAnswers } from "../thread/question.ts";
import type { Denied } from "./denied.ts";
import type { Derived } from "./derive.ts";

/**
 * Ends a call that a stage refused: what was reserved is given back, the denial is counted and recorded (L6).
 *
 * When even the denial cannot be recorded it stays a denial, with `ledger_unavailable` as its reason.
 */
export async function refuse(attempt: Attempt, denied: Denied, reached: Reached): Promise<Denial> {
  const { context, frame, host } = attempt;
  if (frame !== undefined && frame.owner === context) {
    // what is over spends nothing of what goes on
    if (!ENDED.has(denied.reason)) frame.counter.count({ denials: 1 });
    if (isAnswer(denied.reason)) {
      const derived = derivedOf(reached);
      const refused = {
        purpose: purposeOf(frame, denied, derived),
        attempt: derived?.parts.history.attempt,
        ids: idsOf(denied, derived),
      };
      frame.run.attempts.denied(frame, host.tool, refused);
    }
  }
  let { reason } = denied;
  try {
    await append(context, decisionRecord(attempt, denied, reached));
  } catch {
    reason = "ledger_unavailable";
  }
  const verdict = { effect: denied.effect, reason, modelText: modelText(context, reason) };
  const denial = { decision: attempt.id, tool: host.tool, ...verdict };
  if (frame?.owner === context) frame.entry.noteDenial(denial);
  return Object.freeze(denial);
}

/** The caller has no part in the task any more. */
const ENDED: ReadonlySet<CodeName> = new Set(["generation_stale", "grant_revoked"]);

/** Denials that would have met any other call, too: they say nothing of this one. */
const OF_ANY_CALL: ReadonlySet<CodeName> = new Set([
  "budget_spent",
  "denials_spent",
  "grant_expired",
  ...ENDED,
  "branch_exceeded",
  "handoff_suspended",
]);

/** Whether a denial answers the call itself: a spent budget, a dead grant or a malfunction would meet any other, too. */
function isAnswer(reason: CodeName): boolean {
  return !OF_ANY_CALL.has(reason) && /^AMBIT-D[234]/u.test(codeRow(reason).code);
}

/** The purpose for which a tool was denied: that of the call's step, if the call came so far. */
function purposeOf(frame: Frame, denied: Denied, derived: Derived | undefined): string {
  const intent = derived?.parts.intent ?? frame.intent;
  return denied.facts.purpose ?? intent.purpose;
}

/** The ids that a denied call named. One that was denied as reworded tells nothing new: what it adds was not refused. */
function idsOf({ reason }: Denied, derived: Derived | undefined): DeniedIds | undefined {
  if (derived === undefined || reason === "retry_after_denial") return undefined;
  const { entry, call, frame } = derived.parts;
  return deniedIds(entry, call, frame.run.named);
}

/** Gives back what a call had reserved that will not run. */
export function releaseUnits({ parts: { frame, units } }: Authorized): void {
  frame.counter.release(units);
}

/** Records that the host suspended a call, for a person to answer: it will be decided again when resumed. */
export async function suspend(decided: Decided, suspension: unknown): Promise<never> {
  const { authorized } = decided.parts;
  const { attempt, frame, history } = authorized.parts.derived.parts;
  releaseUnits(authorized);
  frame.run.attempts.withdraw(history);
  await returnAnswers(decided);
  const verdict = { effect: "ask", stage: "oblige", reason: "approval_required" } as const;
  await append(attempt.context, decisionRecord(attempt, verdict, decided));
  throw suspension;
}
