import { digestOf } from "../call/digest.ts";
import type { Derived } from "../stage/derive.ts";

/** What tells one call of a thread from another, in whatever run, task or fork it comes again. */
export interface CallMark {
  readonly mark: string;
  /** Whether the mark is of one call, and not of all equal calls in a task of the host. */
  readonly isExact: boolean;
}

/**
 * The mark of a call: its id, tool and arguments. A call without an id belongs to the host's task, which keeps its id when
 * it is resumed; undefined for one without either: nobody could tell it from a call like it.
 */
export function callMark({ parts: { attempt, call } }: Derived): CallMark | undefined {
  const { task } = attempt.host;
  if (call.callId !== undefined) {
    return { mark: digestOf(["call", call.callId, call.tool, call.digest]), isExact: true };
  }
  return task === undefined
    ? undefined
    : { mark: digestOf(["task", task, call.tool, call.digest]), isExact: false };
}
