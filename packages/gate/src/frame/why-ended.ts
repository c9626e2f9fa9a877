import type { CodeName } from "@ambit/core";
import type { Frame } from "./frame.ts";

/**
 * Why the authority of a frame is over, whatever it would be used for; undefined while it lives (L7).
 *
 * `place` is that of the call for which it would be used, if it is a call.
 */
export function whyEnded({ run, generation, entry, grant }: Frame, place?: string): CodeName | undefined {
  if (run.closed) return "run_closed";
  if (run.isRevoked(grant)) return "grant_revoked";
  if (generation !== run.generation) return "generation_stale";
  return entry.isSuspended || run.handoffs.hasLeft(place) ? "handoff_suspended" : undefined;
}
