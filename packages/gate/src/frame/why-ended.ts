import type { CodeName } from "@ambit/core";
import type { Frame } from "./frame.ts";

/** Why the authority of a frame is over, whatever it would be used for; undefined while it lives (L7). */
export function whyEnded({ run, generation }: Frame): CodeName | undefined {
  if (run.closed) return "run_closed";
  return generation === run.generation ? undefined : "generation_stale";
}
