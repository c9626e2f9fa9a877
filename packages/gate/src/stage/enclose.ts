import type { Awaitable, Stage } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { Denied } from "./denied.ts";

interface Enclosed<T> {
  readonly stage: Stage;
  readonly is: (value: unknown) => value is T;
  /** Default: twice what a port may take, so that a late port is named as such. `Infinity` waits as long as it takes. */
  readonly timeoutMs?: number;
}

/**
 * Runs a stage so that it ends closed: what throws, hangs or answers garbage is a denial.
 *
 * Only the host's suspension passes, since the call then has not been decided yet.
 */
export async function enclose<T>(
  context: GateContext,
  { stage, is, timeoutMs = 2 * context.stageTimeoutMs }: Enclosed<T>,
  run: () => Awaitable<unknown>,
): Promise<T | Denied> {
  try {
    const started = run();
    const answer = isThenable(started) ? await within(started, timeoutMs) : started;
    if (answer === LATE) return new Denied(stage, "stage_timeout");
    if (is(answer) || answer instanceof Denied) return answer;
    return new Denied(stage, "stage_garbage");
  } catch (error) {
    if (context.isSuspension(error)) throw error;
    return new Denied(stage, "stage_failed", { detail: error instanceof Error ? error.name : typeof error });
  }
}

const LATE: unique symbol = Symbol("late");

/** Awaits at most `ms`; the answer of something that comes later is dropped. */
export async function within<T>(promise: PromiseLike<T>, ms: number): Promise<T | typeof LATE> {
  if (ms === Infinity) return promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What `within` gives when the time is over. */
export function isLate(value: unknown): value is typeof LATE {
  return value === LATE;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}
