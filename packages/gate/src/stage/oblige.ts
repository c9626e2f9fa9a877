import { type Awaitable, isWrite, printObligation } from "@ambit/core";
import { whyEnded } from "../frame/why-ended.ts";
import { discharge, inOrder } from "../obligation/handlers.ts";
import { append } from "../record/append.ts";
import { decisionRecord } from "../record/decision-record.ts";
import { ThreadWrite } from "../thread/thread-write.ts";
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
  return obligations.length === 0 ? licenseOnce(decided) : meetObligations(decided);
}

async function meetObligations(decided: Decided): Promise<Permit | Denied> {
  const { authorized, obligations, effect } = decided.parts;
  const { derived, frame, because } = authorized.parts;
  for (const obligation of inOrder(obligations)) {
    const failure = await discharge(obligation, decided);
    if (failure === "approval_unavailable" && because !== undefined) return new Denied("oblige", because);
    if (failure !== undefined) return new Denied("oblige", failure, { detail: printObligation(obligation) });
  }
  if (effect === "ask") {
    // people take their time: what they allow may not be allowed any more
    const ended = whyEnded(frame);
    if (ended !== undefined) return new Denied("oblige", ended);
    if (frame.counter.isSpent("denials")) return new Denied("oblige", "denials_spent");
    const { context, policy } = derived.parts.attempt;
    if (context.policy.version !== policy.version) return new Denied("oblige", "policy_changed");
    const refusal = refusalOf(derived, frame.grant);
    if (refusal !== undefined) return new Denied("oblige", refusal.reason, refusal.facts);
  }
  return licenseOnce(decided);
}

/** What a thread has done is not done again (L7). */
function licenseOnce(decided: Decided): Awaitable<Permit | Denied> {
  const write = ThreadWrite.of(decided);
  return write === undefined ? licenseShared(decided) : licenseWrite(decided, write);
}

/** What several runs on a thread share is taken before the call runs: what each of them writes, and all that they resume. */
function licenseShared(decided: Decided): Awaitable<Permit | Denied> {
  const { derived, frame } = decided.parts.authorized.parts;
  const { thread } = frame;
  if (thread === undefined || !(thread.isShared || isWrite(derived.parts.entry))) return license(decided);
  return thread
    .reserve()
    .then((detail) =>
      detail === undefined ? license(decided) : new Denied("oblige", "budget_spent", { detail }),
    );
}

async function licenseWrite(decided: Decided, write: ThreadWrite): Promise<Permit | Denied> {
  const done = await write.take();
  if (done !== undefined) return new Denied("oblige", done);
  try {
    const permit = await licenseShared(decided);
    if (permit instanceof Denied) await write.giveBack();
    return permit;
  } catch (error) {
    await write.giveBack();
    throw error;
  }
}

/** Writes the decision down, and only then hands out the permit. */
function license(decided: Decided): Awaitable<Permit | Denied> {
  const { derived, frame } = decided.parts.authorized.parts;
  const { attempt } = derived.parts;
  // policy, people and ports take their time: authority may have died meanwhile (L7)
  const ended = whyEnded(frame, attempt.host.place);
  if (ended !== undefined) return new Denied("oblige", ended);
  const permit = Permit.issue(decided);
  if (permit === undefined) return new Denied("oblige", "permit_invalid");
  const record = decisionRecord(attempt, { effect: "allow", stage: "execute" }, decided);
  return andThen(append(attempt.context, record), () => permit);
}
