import { type Awaitable, isWrite, type OutcomeRecord, type TaintMarks } from "@ambit/core";
import { redactResult } from "../obligation/redact.ts";
import { append } from "../record/append.ts";
import { recordedText } from "../record/recorded.ts";
import { isThenable } from "./awaiting.ts";
import { Denied } from "./denied.ts";
import { actorOf } from "./derive.ts";
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
  const marks = status === "suspended" ? frame.run.marks : marksOf(executed);
  frame.run.taint(marks);
  const unavailable = (): Denied => new Denied("record", "ledger_unavailable");
  const finish = (): Recorded =>
    new RecordedCall(
      status !== "ok",
      status === "ok" ? redactResult(value, decided.parts.obligations) : value,
    );
  try {
    const written = append(derived.parts.attempt.context, outcomeRecord(executed, marks));
    return isThenable(written) ? written.then(finish, unavailable) : finish();
  } catch {
    return unavailable();
  }
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
  if (status === "error") outcome.error = recordedText(messageOf(value), context.record);
  return outcome;
}

/** Settles what the call means for budgets and for later attempts. */
function settle({ parts: { decided, status, value } }: Executed): void {
  const { derived, frame, units } = decided.parts.authorized.parts;
  const { call, entry, history } = derived.parts;
  const { attempts } = frame.run;
  // a suspended call is decided again when it is resumed, and a re-sent idempotent call costs one unit altogether
  const resent = entry.idempotent && !isWrite(entry) && history.first?.digest === call.digest;
  if (status === "suspended" || resent) frame.counter.release(units);
  if (status === "suspended") return;
  if (status === "ok" && !isErrorMessage(value)) attempts.succeeded(actorOf(frame), call.tool);
  else attempts.failed(actorOf(frame), call.tool, { digest: call.digest, args: call.args });
}

/** Hosts also tell of a failure by a message with status `error`. */
function isErrorMessage(value: unknown): boolean {
  const message: unknown = Array.isArray(value) ? value[0] : value;
  return (
    typeof message === "object" && message !== null && (message as { status?: unknown }).status === "error"
  );
}

function marksOf({ parts: { decided } }: Executed): TaintMarks {
  const { entry } = decided.parts.authorized.parts.derived.parts;
  const classes = Object.values(entry.returns.fields);
  // what is not declared is prose: anybody may have written it
  const untrusted =
    classes.length === 0 || classes.some((name) => name === "prose" || name === "counterparty");
  return { untrusted, seen: entry.returns.sensitivity, sources: [entry.tool] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
