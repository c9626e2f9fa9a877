import type { ObligationHandler } from "./handler.ts";
import { tell } from "./tell.ts";

/** `alert:channel`: tells people at once. */
export const alert: ObligationHandler<"alert"> = (obligation, decided) => {
  const { alert: port } = decided.parts.authorized.parts.derived.parts.attempt.context;
  return tell(decided, obligation, port && ((event) => port(obligation.channel, event)));
};
