import { joinMarks, type Subject, type TaintMarks, UNTAINTED } from "@ambit/core";
import { Attempts } from "./attempts.ts";
import { Named } from "./named.ts";
import { Steps } from "./steps.ts";

interface RunParts {
  readonly id: string;
  readonly subject: Subject;
  readonly tenant: string | undefined;
  readonly purpose: string;
  readonly goal: string;
  readonly input: string;
  readonly threadId: string | undefined;
}

/** One opened task: what all its frames share. Ends when nobody holds it any more (L7). */
export class Run {
  readonly id: string;
  readonly subject: Subject;
  readonly tenant: string | undefined;
  readonly purpose: string;
  readonly goal: string;
  /** The user's own words. */
  readonly input: string;
  readonly threadId: string | undefined;
  readonly generation = 1;
  readonly attempts: Attempts = new Attempts();
  readonly steps: Steps = new Steps();
  readonly named: Named;
  #marks: TaintMarks = UNTAINTED;
  #holds = 0;
  #calls = 0;
  #closed = false;
  #ended = false;
  readonly #onClose: (run: Run) => void;

  constructor(parts: RunParts, onClose: (run: Run) => void) {
    this.id = parts.id;
    this.subject = parts.subject;
    this.tenant = parts.tenant;
    this.purpose = parts.purpose;
    this.goal = parts.goal;
    this.input = parts.input;
    this.threadId = parts.threadId;
    this.named = new Named(parts);
    this.#onClose = onClose;
  }

  get marks(): TaintMarks {
    return this.#marks;
  }

  /** Raises the high-water mark. */
  taint(marks: TaintMarks): void {
    this.#marks = joinMarks(this.#marks, marks);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Keeps the run open; call the returned function once, when the work behind it is over. */
  hold(): () => void {
    let held = true;
    this.#holds += 1;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.close();
    };
  }

  /** Ends the run: every later call denies `run_closed`. It is recorded when the calls under way have settled. */
  close(): void {
    this.#closed = true;
    this.#endIfSettled();
  }

  /** Tells that a call is under way; call the returned function once, when it has settled. */
  beginCall(): () => void {
    this.#calls += 1;
    return () => {
      this.#calls -= 1;
      this.#endIfSettled();
    };
  }

  #endIfSettled(): void {
    if (!this.#closed || this.#ended || this.#calls > 0) return;
    this.#ended = true;
    this.#onClose(this);
  }
}
