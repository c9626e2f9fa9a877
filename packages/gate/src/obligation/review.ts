import { isLate, isThenable, within } from "../stage/enclose.ts";
import { eventOf, type ObligationHandler } from "./handler.ts";

/** `review:after`: queues the call for a person; unmet when there is no queue or it fails. */
export const review: ObligationHandler<"review:after"> = async (_obligation, decided) => {
  const { context } = decided.parts.authorized.parts.derived.parts.attempt;
  if (context.review === undefined) return "obligation_unmet";
  try {
    const queued = context.review(eventOf(decided));
    const late = isThenable(queued) && isLate(await within(queued, context.stageTimeoutMs));
    return late ? "obligation_unmet" : undefined;
  } catch {
    return "obligation_unmet";
  }
};
