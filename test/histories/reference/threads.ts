import type { Of, Units } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import { leftOf, narrowest, type Purse, purse } from "./authority.ts";
import { type Ground, type Here, own, type Run, waysOf } from "./ground.ts";
import { ended } from "./life.ts";
import { couldCarry } from "./rules.ts";
import { reads, type Taint, taintIn } from "./taint.ts";

/** A question to people that a thread remembers. */
export interface Question {
  readonly generation: number;
  readonly purpose: string;
  spent: boolean;
  /** Whoever asked is revoked. */
  isEnded: boolean;
}

/** A conversation, as it is kept over runs. */
export interface Thread {
  subject: string;
  generation: number;
  task: number;
  left: Units;
  readonly taint: Taint;
  /** By the mark of the call that asked. */
  readonly questions: Map<string, Map<string, Question>>;
  /** The marks of writes that were done, or have begun. */
  readonly done: Set<string>;
}

/** A run at work on a thread. */
export class OnThread {
  readonly id: string;
  readonly thread: Thread;
  readonly run: Run;
  readonly purse: Purse;
  readonly above: OnThread | undefined;
  /** Whether other runs may go on with the same task at once, here or on a thread above. */
  readonly isShared: boolean;
  readonly #task: number;
  readonly #before: number;
  #accounted: Record<keyof Units, number> = { calls: 0, writes: 0, denials: 0 };

  constructor(
    parts: Pick<OnThread, "id" | "thread" | "run" | "purse" | "above"> & { readonly resumes: boolean },
    known = 1,
  ) {
    this.id = parts.id;
    this.thread = parts.thread;
    this.run = parts.run;
    this.purse = parts.purse;
    this.above = parts.above;
    this.isShared = parts.resumes || parts.above?.isShared === true;
    this.#task = parts.thread.task;
    this.#before = Math.max(parts.thread.generation, known) - parts.run.generation;
  }

  /** Counts the goals of the thread over all its runs. */
  get generation(): number {
    return this.#before + this.run.generation;
  }

  /** Takes what was spent from what the task has left, as far as others have left it. */
  keep(): void {
    const { thread, purse: own } = this;
    thread.generation = Math.max(thread.generation, this.generation);
    if (thread.task !== this.#task) {
      this.#accounted = { ...own.spent };
      return;
    }
    const left: { -readonly [Unit in keyof Units]: Units[Unit] } = {};
    for (const [unit, limit] of Object.entries(thread.left) as [keyof Units, number][]) {
      const taken = Math.min(limit, own.spent[unit] - this.#accounted[unit]);
      left[unit] = limit - taken;
      this.#accounted[unit] += taken;
    }
    thread.left = left;
  }

  /** Whether the task has what was spent: what a resumed task may do, and what is written, is taken before it is done. */
  reserve(): boolean {
    if (this.above?.reserve() === false) return false;
    const { left, task } = this.thread;
    const isEnough = (Object.entries(left) as [keyof Units, number][]).every(
      ([unit, limit]) => this.purse.spent[unit] - this.#accounted[unit] <= limit,
    );
    if (task !== this.#task) return true;
    if (isEnough) this.keep();
    return isEnough;
  }

  /** What is read on a thread is read on those above it. */
  reads(read: Parameters<typeof reads>[1]): void {
    reads(this.thread.taint, read);
    this.above?.reads(read);
  }
}

/** The threads of which the application has a store. */
export class Threads {
  readonly #stored = new Map<string, Thread>();
  readonly #work: OnThread[] = [];

  /** Whether a later run, or a later start, has come onto the thread of a seat. */
  isLeft({ thread }: Here): boolean {
    return thread !== undefined && this.#work.findLast(({ id }) => id === thread.id) !== thread;
  }

  keep(): void {
    for (const on of this.#work) on.keep();
  }

  /** A graph starts on a thread: the seat is held to what the thread had left. A text says why it may not. */
  enter(ground: Ground, seat: Here, start: Of<"thread">): Here | string {
    if (ended(seat) !== undefined || seat.thread?.id === start.thread) return seat;
    const { run } = seat;
    const stored = this.#stored.get(start.thread);
    const isKnown = stored !== undefined || start.exists;
    const crossing = own(seat, "resume");
    const tools = couldCarry(ground.table, TOOL_NAMES, { crossing, names: ground.names(run) });
    const refused = whyNot(run, stored, isKnown);
    if (refused !== undefined) return refused;
    if (isKnown && tools?.length === 0) return "edge_denied";
    const held = this.#hold(seat, this.#begin(seat, { stored, start, isKnown }), { start, isKnown });
    if (!isKnown) return held;
    const { until, purpose } = narrowest(seat.limits);
    const carried = tools === undefined ? [] : [{ until, purpose, ways: waysOf({ tools }) }];
    return {
      ...held,
      outer: undefined,
      limits: [...seat.limits, ...carried],
      crossings: [...seat.crossings, crossing],
      origins: [...seat.origins, {}],
    };
  }

  /** What the thread has read is read here, and what is spent here is of its task. */
  #hold(
    seat: Here,
    thread: Thread,
    { start, isKnown }: { readonly start: Of<"thread">; readonly isKnown: boolean },
  ): Here {
    const { thread: id, resumes } = start;
    const { run, thread: above } = seat;
    const { tainted, seen } = thread.taint;
    reads(seat.taint, { trusted: !tainted, seen });
    above?.reads({ trusted: !tainted, seen });
    const counter = purse(isKnown && resumes ? thread.left : {}, seat.purse);
    const known = this.#work.findLast((on) => on.run === run && on.id === id)?.generation;
    const on = new OnThread({ id, thread, run, purse: counter, resumes, above }, known);
    this.#work.push(on);
    return { ...seat, thread: on, purse: counter, calls: { underway: 0 } };
  }

  #begin(
    seat: Here,
    {
      stored,
      start,
      isKnown,
    }: { readonly stored: Thread | undefined; readonly start: Of<"thread">; readonly isKnown: boolean },
  ): Thread {
    const { subject } = seat.run.asked;
    const left = leftOf(seat.purse);
    const { tainted, seen } = seat.taint;
    const thread = stored ?? {
      subject,
      generation: 1,
      task: 1,
      left,
      taint: taintIn(),
      questions: new Map<string, Map<string, Question>>(),
      done: new Set<string>(),
    };
    this.#stored.set(start.thread, thread);
    reads(thread.taint, { trusted: !tainted, seen });
    // of what is stored nowhere nobody knows what it has read
    if (stored === undefined && isKnown) reads(thread.taint, { trusted: false, seen: 3 });
    thread.subject = subject;
    if (stored === undefined || start.resumes) return thread;
    thread.task += 1;
    thread.left = left;
    return thread;
  }
}

function whyNot({ asked }: Run, stored: Thread | undefined, isKnown: boolean): string | undefined {
  if (asked.adopt === true) return undefined;
  if (stored === undefined) return isKnown ? "thread_unknown" : undefined;
  return stored.subject === asked.subject ? undefined : "thread_foreign";
}
