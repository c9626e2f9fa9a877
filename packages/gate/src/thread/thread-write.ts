import { type CodeName, isWrite } from "@ambit/core";
import { isErrorMessage } from "../call/error-message.ts";
import type { Run } from "../run/run.ts";
import type { Decided } from "../stage/decide.ts";
import { type CallMark, callMark } from "./call-mark.ts";
import type { RunThread } from "./run-thread.ts";

/** A write that a run has begun on a thread. */
interface Begun {
  readonly by: Decided;
  /** What the tool gave; there when it has been called. */
  result?: Promise<unknown>;
}

// by run and mark: what a run has begun itself comes again to the same result
const begun = new WeakMap<Run, Map<string, Begun>>();

/** A write on a thread, of which one run does one call once (L7). */
export class ThreadWrite {
  readonly #decided: Decided;
  readonly #thread: RunThread;
  readonly #call: CallMark;
  readonly #all: Map<string, Begun>;
  /** The mark by which the run remembers it: the run may be on several threads. */
  readonly #key: string;

  private constructor(decided: Decided, thread: RunThread, call: CallMark) {
    this.#decided = decided;
    this.#thread = thread;
    this.#call = call;
    this.#all = begun.get(thread.run) ?? new Map<string, Begun>();
    begun.set(thread.run, this.#all);
    this.#key = JSON.stringify([thread.id, call.mark]);
  }

  /** The write that a decision lets run; undefined without a thread, and for what is no write. */
  static of(decided: Decided): ThreadWrite | undefined {
    const { derived, frame } = decided.parts.authorized.parts;
    if (frame.thread === undefined || !isWrite(derived.parts.entry)) return undefined;
    const call = callMark(derived);
    return call === undefined ? undefined : new ThreadWrite(decided, frame.thread, call);
  }

  /**
   * Takes the right to do it, before it is done.
   *
   * `call_done` when it was taken before: the same call has run in this thread, or has begun to. Throws
   * `thread_unavailable`.
   */
  async take(): Promise<CodeName | undefined> {
    const known = this.#all.get(this.#key);
    if (known !== undefined) {
      const isUnderWay = this.#call.isExact && known.result === undefined;
      return isUnderWay ? "call_done" : undefined;
    }
    this.#all.set(this.#key, { by: this.#decided });
    try {
      if (await this.#thread.spend(this.#call.mark)) return undefined;
    } catch (error) {
      this.#all.delete(this.#key);
      throw error;
    }
    this.#all.delete(this.#key);
    return "call_done";
  }

  /** What the same call gave before in this run; undefined when there was none. */
  get earlier(): Promise<unknown> | undefined {
    const known = this.#all.get(this.#key);
    return this.#call.isExact && known?.by !== this.#decided ? known?.result : undefined;
  }

  /**
   * Whether nothing would run: the same call has given a result in this run. Waits for one that is under way, since the right
   * to do it comes back when it fails.
   */
  async isRepeat(): Promise<boolean> {
    await this.earlier?.catch(() => {});
    return this.earlier !== undefined;
  }

  /** Runs the body. One that fails, or is suspended, may be tried again. */
  run(body: () => unknown): Promise<unknown> {
    const result = (async () => body())().then(
      async (value) => {
        if (isErrorMessage(value)) await this.giveBack();
        return value;
      },
      async (error: unknown) => {
        await this.giveBack();
        throw error;
      },
    );
    const known = this.#all.get(this.#key);
    if (known?.by === this.#decided) known.result = result;
    return result;
  }

  /** Gives the right back: nothing was done. When that cannot be stored, it stays taken. */
  async giveBack(): Promise<void> {
    if (this.#all.get(this.#key)?.by !== this.#decided) return;
    this.#all.delete(this.#key);
    await this.#thread.release(this.#call.mark).catch(() => {});
  }
}
