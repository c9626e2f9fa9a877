import type { Intent, Subject } from "@ambit/core";
import { currentFrame } from "@ambit/gate";

/** What a tool's body may know of the call in which it runs. */
export interface CurrentCall {
  readonly tool: string;
  /** Id of the decision record. */
  readonly decision: string;
  /** Id of the run. */
  readonly run: string;
  readonly subject: Subject;
  /** Agent ids, first actor to current one. */
  readonly actors: readonly string[];
  readonly intent: Intent;
}

/** The call in whose body this code runs; undefined outside of one. */
export function currentCall(): CurrentCall | undefined {
  const frame = currentFrame();
  if (frame?.call === undefined) return undefined;
  const { call, run, actors, intent } = frame;
  return { tool: call.tool, decision: call.decision, run: run.id, subject: run.subject, actors, intent };
}
