import type { CallEvent, CodeName, Obligation } from "@ambit/core";
import type { Decided } from "../stage/decide.ts";

/** Discharges one kind of obligation before the call runs; a code means that it could not, and the call is denied. */
export type ObligationHandler<K extends Obligation["kind"]> = (
  obligation: Extract<Obligation, { readonly kind: K }>,
  decided: Decided,
) => Promise<CodeName | undefined>;

/** What alerts and reviews are told of a call. */
export function eventOf(decided: Decided): CallEvent {
  const { derived, frame } = decided.parts.authorized.parts;
  const { attempt, call } = derived.parts;
  const subject = frame.run.subject.id;
  return {
    run: frame.run.id,
    decision: attempt.id,
    tool: call.tool,
    actor: frame.actors.at(-1) ?? subject,
    subject,
  };
}
