import { type Awaitable, printObligation } from "@ambit/core";
import { discharge, inOrder } from "../obligation/handlers.ts";
import { append } from "../record/append.ts";
import { decisionRecord } from "../record/decision-record.ts";
import { refusalOf } from "./authorize.ts";
import { andThen } from "./awaiting.ts";
import { type Decided, isDecided } from "./decide.ts";
import { Denied } from "./denied.ts";
import { Permit } from "./permit.ts";

/**
 * Fourth stage: obligations are met, then the decision is in the ledger, then there is a permit (L6).
 *
 * A decision that cannot be recorded is a denial.
 */
export function oblige(decided: Decided): Awaitable<Permit | Denied> {
  if (!isDecided(decided)) return new Denied("oblige", "stage_garbage");
  const { obligations } = decided.parts;
  return obligations.length === 0 ? license(decided) : meetObligations(decided);
}

async function meetObligations(decided: Decided): Promise<Permit | Denied> {
  const { authorized, obligations, effect, facts } = decided.parts;
  const { derived, frame } = authorized.parts;
  for (const obligation of inOrder(obligations)) {
    const failure = await discharge(obligation, decided);
    if (failure !== undefined) {
      const { because } = authorized.parts;
      if (failure === "approval_unavailable" && because !== undefined)
        return new Denied("oblige", because, facts);
      return new Denied("oblige", failure, { ...facts, detail: printObligation(obligation) });
    }
  }
  if (effect === "ask") {
    // people take their time: authority may have died while they thought (L7)
    if (frame.run.closed) return new Denied("oblige", "run_closed", facts);
    const refusal = refusalOf(derived, frame.grant);
    if (refusal !== undefined) return new Denied("oblige", refusal.reason, { ...facts, ...refusal.facts });
  }
  return license(decided);
}

/** Writes the decision down, and only then hands out the permit. */
function license(decided: Decided): Awaitable<Permit | Denied> {
  const { authorized, obligations, facts } = decided.parts;
  const { attempt } = authorized.parts.derived.parts;
  const permit = Permit.issue(decided);
  if (permit === undefined) return new Denied("oblige", "permit_invalid", facts);
  const full = obligations.some(({ kind }) => kind === "log:full");
  const record = decisionRecord(attempt, { effect: "allow", stage: "execute", facts, full });
  return andThen(append(attempt.context, record), () => permit);
}
