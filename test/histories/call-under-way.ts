import type { ApprovalAnswer, ApprovalQuestion } from "@ambit/core";
import type { GuardOutcome } from "@ambit/gate";
import type { Ending, Of, Result } from "./operation.ts";
import { reasonClass } from "./reason-class.ts";

/** The host's way to suspend. */
export class Suspended extends Error {}

type Answering = Pick<Of<"answer">, "yes" | "later">;

/** A call of the gate that is held where the history wants it: at a question to people, or in the body of the tool. */
export class CallUnderWay {
  readonly #entered: () => void;
  #settled: Promise<Result> = Promise.resolve("done");
  #tell: (result: Result) => void = () => undefined;
  #end: ((ending: Ending) => void) | undefined;
  #answer: ((answering: Answering) => void) | undefined;

  constructor(entered: () => void) {
    this.#entered = entered;
  }

  /** Begins the call, and tells when it is denied, asks or has reached its body. */
  start(guard: () => Promise<GuardOutcome>): Promise<Result> {
    const told = this.#told();
    this.#settled = guard().then(resultOf, failureOf);
    void this.#settled.then((result) => this.#tell(result));
    return told;
  }

  /** The body of the tool. */
  body(): Promise<unknown> {
    this.#entered();
    const ended = new Promise<Ending>((resolve) => (this.#end = resolve));
    this.#tell("allow");
    return ended.then(end);
  }

  /** A question to people. */
  ask({ digest, callId }: ApprovalQuestion): Promise<ApprovalAnswer> {
    const answered = new Promise<Answering>((resolve) => (this.#answer = resolve));
    this.#tell("ask");
    return answered.then(({ yes: approved, later }) => {
      if (later === true) throw new Suspended();
      return callId === undefined ? { approved, digest } : { approved, digest, callId };
    });
  }

  answer(answering: Answering): Promise<Result> {
    const told = this.#told();
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(answering);
    return told;
  }

  finish(ending: Ending): Promise<Result> {
    this.#end?.(ending);
    return this.#settled;
  }

  /** Ends the call wherever it is held: no timer of a question may outlive the history. */
  async dispose(): Promise<void> {
    while (this.#answer !== undefined) await this.answer({ yes: false });
    this.#end?.("returns");
    await this.#settled;
  }

  #told(): Promise<Result> {
    return new Promise((resolve) => (this.#tell = resolve));
  }
}

function end(ending: Ending): unknown {
  if (ending === "throws") throw new Error("the tool failed");
  if (ending === "suspends") throw new Suspended();
  return ending === "reports" ? { status: "error" } : "done";
}

function resultOf(outcome: GuardOutcome): Result {
  return outcome.kind === "ran" ? "done" : `deny ${reasonClass(outcome.denial.reason)}`;
}

/** What the tool throws comes through: the call was allowed, and has ended. */
function failureOf(error: unknown): Result {
  if (error instanceof Error && (error.message === "the tool failed" || error instanceof Suspended))
    return "done";
  throw error;
}
