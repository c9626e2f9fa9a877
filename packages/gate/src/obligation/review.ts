import type { ObligationHandler } from "./handler.ts";
import { tell } from "./tell.ts";

/** `review:after`: queues the call for a person to look at afterwards. */
export const review: ObligationHandler<"review:after"> = (obligation, decided) =>
  tell(decided, obligation, decided.parts.authorized.parts.derived.parts.attempt.context.review);
