import { type Awaitable, type OutcomeRecord, type TaintMarks } from "@ambit/core";
import { isErrorMessage, textAt } from "../call/error-message.ts";
import { isSameAgain } from "../edge/retry.ts";
import { redactOutcome } from "../obligation/redact.ts";
import { indexResult } from "../provenance/index-result.ts";
import { append } from "../record/append.ts";
import { recordedText } from "../record/recorded.ts";
import { andThen } from "./awaiting.ts";
import { Denied } from "./denied.ts";
import { type Executed, isExecuted } from "./execute.ts";

class RecordedCall {
  readonly #parts: { readonly threw: boolean; readonly value: unknown };
  constructor(threw: boolean, value: unknown) {
    this.#parts = Object.freeze({ threw, value });
  }
  static is(value: unknown): value is RecordedCall {
    return typeof value === "object" && value !== null && #parts in value;
  }
  /** What goes back to the host: the redacted result, or what the tool threw, as it threw it. */
  get parts(): { readonly threw: boolean; readonly value: unknown } {
    return this.#parts;
  }
}

export type Recorded = RecordedCall;
export const isRecorded = (value: unknown): value is Recorded => RecordedCall.is(value);

/**
 * Last stage: the outcome is in the ledger, what was read taints the run, and the result goes back, redacted.
 *
 * When the outcome cannot be recorded the result is withheld.
 */
export function record(executed: Executed): Awaitable<Recorded | Denied> {
  if (!isExecuted(executed)) return new Denied("record", "stage_garbage");
  const { decided, status, value } = executed.parts;
  const { derived, frame } = decided.parts.authorized.parts;
  settle(executed);
  const marks = status === "suspended" ? frame.taint.marks : marksOf(executed);
  frame.taint.raise(marks);
  const kept = frame.thread?.raise(marks);
  const written = append(derived.parts.attempt.context, outcomeRecord(executed, marks));
  const back = redactOutcome(value, { status, obligations: decided.parts.obligations });
  indexResult(executed, back);
  // what the thread has read is stored before anybody reads it
  return andThen(written, () => andThen(kept, () => new RecordedCall(status !== "ok", back)));
}

function outcomeRecord({ parts }: Executed, { untrusted, seen }: TaintMarks): OutcomeRecord {
  const { decided, status, value, took } = parts;
  const { derived, frame } = decided.parts.authorized.parts;
  const { id, context } = derived.parts.attempt;
  const outcome: { -readonly [Member in keyof OutcomeRecord]: OutcomeRecord[Member] } = {
    type: "outcome",
    run: frame.run.id,
    at: context.clock(),
    decision: id,
    status,
    took,
    untrusted,
    seen,
  };
  if (parts.isRepeat) outcome.repeated = true;
  if (status === "error") outcome.error = recordedText(messageOf(value), context.record);
  return outcome;
}

/** Settles what the call means for budgets and for later attempts. */
function settle({ parts: { decided, status, value, isRepeat } }: Executed): void {
  const { derived, frame, units } = decided.parts.authorized.parts;
  const { call, entry, history } = derived.parts;
  const { attempts } = frame.run;
  // a re-sent idempotent call costs one unit altogether, a repeat ran nothing; one that was suspended has cost its own
  if (isRepeat || (entry.idempotent && isSameAgain({ call, history }))) frame.counter.release(units);
  if (history.task !== undefined) history.task.ran = call.digest;
  if (status === "suspended") return;
  if (status === "ok" && !isErrorMessage(value)) attempts.succeeded(frame, call.tool, history);
  else attempts.failed(frame, call.tool, { call, attempt: history.attempt });
}

function marksOf({ parts: { decided } }: Executed): TaintMarks {
  const { entry } = decided.parts.authorized.parts.derived.parts;
  const classes = Object.values(entry.returns.fields);
  // what is not declared is prose: anybody may have written it
  const untrusted =
    classes.length === 0 || classes.some((name) => name === "prose" || name === "counterparty");
  return { untrusted, seen: entry.returns.sensitivity, sources: [entry.tool] };
}

/** What an error says of itself; anything can be thrown, and a getter may throw in turn. */
function messageOf(error: unknown): string {
  return textAt(error, "message") ?? textAt(error, "name") ?? typeof error;
}
