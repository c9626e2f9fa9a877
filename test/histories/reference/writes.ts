import type { Called } from "../operation.ts";
import type { Here } from "./ground.ts";

/** What tells one call of a thread from another. */
export interface Mark {
  readonly text: string;
  /** Whether it is of one call, and not of all equal calls in a task of the host. */
  readonly isExact: boolean;
}

/** A write that a run has begun on a thread. */
export interface Begun {
  readonly by: object;
  readonly what: string;
  isDone: boolean;
}

/** The mark of a call, by its id or by the host's task; undefined where it has neither. */
export function markOf({ tool, task }: Called, whole: string, callId: string | undefined): Mark | undefined {
  const what = `${tool} ${whole}`;
  if (callId !== undefined) return { text: `${callId} ${what}`, isExact: true };
  return task === undefined ? undefined : { text: `task ${task} ${what}`, isExact: false };
}

/** Takes the right to a write, which one run does once: `repeat` where nothing runs, since it gives what it gave before. */
export function begin(
  { run, thread }: Here,
  { mark, by, what }: { readonly mark: Mark; readonly by: object; readonly what: string },
): "begun" | "repeat" | "call_done" {
  if (thread === undefined) return "begun";
  const key = `${thread.id} ${mark.text}`;
  const known = run.writes.get(key);
  if (known !== undefined) {
    if (!mark.isExact) return "begun";
    return known.isDone ? "repeat" : "call_done";
  }
  if (thread.thread.done.has(mark.text)) return "call_done";
  thread.thread.done.add(mark.text);
  run.writes.set(key, { by, what, isDone: false });
  return "begun";
}

/** A write has ended. One that has done nothing may be tried again. */
export function end({ run, thread }: Here, mark: Mark, { by, isDone }: Omit<Begun, "what">): void {
  if (thread === undefined) return;
  const key = `${thread.id} ${mark.text}`;
  const known = run.writes.get(key);
  if (known?.by !== by) return;
  known.isDone = isDone;
  if (isDone) return;
  run.writes.delete(key);
  thread.thread.done.delete(mark.text);
}
