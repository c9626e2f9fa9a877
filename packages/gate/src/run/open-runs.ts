import type { GateContext } from "../context.ts";
import type { Run } from "./run.ts";

const runs = new WeakMap<GateContext, Map<string, Run>>();

/** The open runs of a gate, by id. */
export function openRuns(context: GateContext): Map<string, Run> {
  const known = runs.get(context) ?? new Map<string, Run>();
  runs.set(context, known);
  return known;
}
