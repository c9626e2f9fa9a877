import { isLate, isThenable, within } from "../stage/enclose.ts";
import { eventOf, type ObligationHandler } from "./handler.ts";

/** `alert:channel`: tells people at once; unmet when there is no alert port or it fails. */
export const alert: ObligationHandler<"alert"> = async ({ channel }, decided) => {
  const { context } = decided.parts.authorized.parts.derived.parts.attempt;
  if (context.alert === undefined) return "obligation_unmet";
  try {
    const told = context.alert(channel, eventOf(decided));
    const late = isThenable(told) && isLate(await within(told, context.stageTimeoutMs));
    return late ? "obligation_unmet" : undefined;
  } catch {
    return "obligation_unmet";
  }
};
