import { type Grant, type Subject, ValueIndex } from "@ambit/core";
import { TaintScope } from "../frame/taint-scope.ts";
import { Attempts } from "./attempts.ts";
import type { Counter } from "./counter.ts";
import { Handoffs } from "./handoffs.ts";
import { Named } from "./named.ts";
import { Steps } from "./steps.ts";
import { Supersteps } from "./supersteps.ts";

/** What a run is for, in the words of trusted code and of the user. */
export interface Task {
  readonly purpose: string;
  readonly goal: string;
  /** The user's own words. */
  readonly input: string;
}

interface RunParts extends Task {
  readonly id: string;
  readonly subject: Subject;
  readonly tenant: string | undefined;
  readonly adopts: boolean;
  /** Of the whole run: what is spent in one generation stays spent in the next. */
  readonly counter: Counter;
}

/** One opened task: what all its frames share. Ends when nobody holds it any more (L7). */
export class Run {
  readonly id: string;
  readonly subject: Subject;
  readonly tenant: string | undefined;
  /** Whether the run takes over threads that are unknown or of another subject. */
  readonly adopts: boolean;
  readonly counter: Counter;
  /** What was read anywhere in the run. */
  readonly taint: TaintScope = new TaintScope();
  readonly attempts: Attempts = new Attempts();
  #task: Task;
  #named: Named;
  #values: ValueIndex | undefined;
  #skipsValues = false;
  #steps: Steps = new Steps();
  #handoffs: Handoffs = new Handoffs();
  #generation = 1;
  readonly supersteps: Supersteps = new Supersteps();
  #holds = 0;
  #calls = 0;
  #closed = false;
  #revoked: true | Set<string> | undefined;
  #ended = false;
  readonly #onClose: (run: Run) => void;
  readonly #leftovers: (() => void)[] = [];

  constructor(parts: RunParts, onClose: (run: Run) => void) {
    this.id = parts.id;
    this.subject = parts.subject;
    this.tenant = parts.tenant;
    this.adopts = parts.adopts;
    this.counter = parts.counter;
    this.#task = parts;
    this.#named = new Named(parts);
    this.#onClose = onClose;
  }

  /** What the present generation is for. */
  get task(): Task {
    return this.#task;
  }

  /** What user and subject name in the present generation. */
  get named(): Named {
    return this.#named;
  }

  /** What the run has seen of values, sub-agents included: what one of them reads, another one's call may carry. */
  get values(): ValueIndex {
    this.#values ??= new ValueIndex();
    if (this.#skipsValues) this.#values.skip();
    return this.#values;
  }

  /** Tells that a call has run whose result nobody needs now: a policy that asks later gets no answer. */
  skipValues(): void {
    this.#skipsValues = true;
  }

  /** The steps of the present generation. */
  get steps(): Steps {
    return this.#steps;
  }

  /** Who has handed over to whom. */
  get handoffs(): Handoffs {
    return this.#handoffs;
  }

  /** Counts the goals of the run, from 1. */
  get generation(): number {
    return this.#generation;
  }

  /** Changes what the run is for: every frame of an older generation ends at its next check (L7). */
  beginGeneration(task: Task): number {
    this.#task = task;
    this.#named = new Named({ input: task.input, goal: task.goal, subject: this.subject });
    this.#values?.forgetApprovals();
    this.#steps = new Steps();
    this.#handoffs = this.#handoffs.ofNewTask();
    return ++this.#generation;
  }

  /** Revokes a frame, by its id, and all that came out of it, or without an id the whole run. */
  revoke(frame?: string): void {
    const known = this.#revoked;
    if (known === true) return;
    this.#revoked = frame === undefined ? true : (known ?? new Set<string>()).add(frame);
  }

  /** Whether the frame of any link of a grant was revoked: a link has the id of the frame that it made. */
  isRevoked({ links }: Grant): boolean {
    const revoked = this.#revoked;
    if (revoked === undefined || revoked === true) return revoked === true;
    return links.some(({ id }) => revoked.has(id));
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

  /** Does this once the run has ended, or now if it has; it must not throw. */
  atEnd(work: () => void): void {
    if (this.#ended) work();
    else this.#leftovers.push(work);
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
    for (const work of this.#leftovers.splice(0)) work();
  }
}
