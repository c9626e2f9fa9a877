import type { ObligationRecord } from "@ambit/core";
import { printObligation } from "@ambit/core";
import { discharge, inOrder } from "../obligation/handlers.ts";
import { append } from "../record/append.ts";
import { decisionRecord } from "../record/decision-record.ts";
import { refusalOf } from "./authorize.ts";
import { type Decided, isDecided } from "./decide.ts";
import { Denied } from "./denied.ts";
import { Permit } from "./permit.ts";

/**
 * Fourth stage: obligations are met, then the decision is in the ledger, then there is a permit (L6).
 *
 * A decision that cannot be recorded is a denial.
 */
export async function oblige(decided: Decided): Promise<Permit | Denied> {
  if (!isDecided(decided)) return new Denied("oblige", "stage_garbage");
  const { authorized, obligations, effect, facts } = decided.parts;
  const { derived, frame } = authorized.parts;
  const { attempt } = derived.parts;
  const discharged: ObligationRecord[] = [];
  for (const obligation of inOrder(obligations)) {
    const failure = await discharge(obligation, decided);
    if (failure !== undefined) {
      return new Denied("oblige", failure, { ...facts, detail: printObligation(obligation) });
    }
    if (obligation.kind === "alert" || obligation.kind === "review:after") {
      const { run } = frame;
      const printed = printObligation(obligation);
      discharged.push({
        type: "obligation",
        run: run.id,
        at: attempt.at,
        decision: attempt.id,
        obligation: printed,
      });
    }
  }
  // people take their time: authority may have died while they thought (L7)
  const stale = frame.run.closed
    ? ({ reason: "run_closed", facts: {} } as const)
    : refusalOf(derived, frame.grant);
  if (effect === "ask" && stale !== undefined) {
    return new Denied("oblige", stale.reason, { ...facts, ...stale.facts });
  }
  const full = obligations.some(({ kind }) => kind === "log:full");
  try {
    for (const record of discharged) await append(attempt.context, record);
    await append(
      attempt.context,
      decisionRecord(attempt, { effect: "allow", stage: "execute", facts, full }),
    );
  } catch {
    return new Denied("oblige", "ledger_unavailable", facts);
  }
  return Permit.issue(decided);
}
