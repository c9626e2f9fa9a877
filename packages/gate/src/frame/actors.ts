import type { Frame } from "./frame.ts";

/** The agents of a frame, first to current; none outside a run. */
export function actorsOf(frame: Frame | undefined): readonly string[] {
  return frame?.actors ?? [];
}
