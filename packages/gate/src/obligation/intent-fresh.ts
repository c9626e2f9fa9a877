import type { ObligationHandler } from "./handler.ts";

/** `intent:fresh`: an intent declared in this very turn covers the call (its link was tested in `authorize`). */
export const intentFresh: ObligationHandler<"intent:fresh"> = async (_obligation, decided) => {
  const { intent } = decided.parts.authorized.parts.derived.parts;
  return intent.source === "tool" || intent.source === "planner" ? undefined : "intent_stale";
};
