import { AmbitError, type Awaitable, type Stage } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { isThenable, LATE, within } from "./awaiting.ts";
import { Denied } from "./denied.ts";

interface Enclosed<T> {
  readonly stage: Stage;
  readonly is: (value: unknown) => value is T;
  /** Default: twice what a port may take, so that a late port is named as such. `Infinity` waits. */
  readonly timeoutMs?: number;
}

/**
 * Runs a stage so that it ends closed: what throws, hangs or answers garbage is a denial.
 *
 * Only the host's suspension of a question to a person passes.
 */
export function enclose<T>(
  context: GateContext,
  enclosed: Enclosed<T>,
  run: () => Awaitable<unknown>,
): Awaitable<T | Denied> {
  try {
    const answer = run();
    return isThenable(answer) ? encloseLater(context, enclosed, answer) : judge(enclosed, answer);
  } catch (error) {
    return failure(context, enclosed.stage, error);
  }
}

function encloseLater<T>(
  context: GateContext,
  enclosed: Enclosed<T>,
  answer: PromiseLike<unknown>,
): PromiseLike<T | Denied> {
  const { stage, timeoutMs = 2 * context.stageTimeoutMs } = enclosed;
  const bounded = timeoutMs === Infinity ? answer : within(answer, timeoutMs);
  return bounded.then(
    (value) => judge(enclosed, value),
    (error: unknown) => failure(context, stage, error),
  );
}

function judge<T>({ stage, is }: Enclosed<T>, answer: unknown): T | Denied {
  if (is(answer) || answer instanceof Denied) return answer;
  return new Denied(stage, answer === LATE ? "stage_timeout" : "stage_garbage");
}

function failure(context: GateContext, stage: Stage, error: unknown): Denied {
  // a suspension means that the call has not been decided yet; from any other stage it is a malfunction
  if (stage === "oblige" && context.isSuspension(error)) throw error;
  const reason = AmbitError.find(error)?.reason ?? "stage_failed";
  return new Denied(stage, reason, { detail: error instanceof Error ? error.name : typeof error });
}
