import { AmbitError, type ThreadKey, type ThreadPort, type ThreadState } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { isLate, within } from "../stage/awaiting.ts";
import { readState } from "./read-state.ts";

/** How often a change is tried again that another process came before. */
const TRIES = 16;

/** Makes the next state of a thread from the one that is stored. It may be asked again, with a newer one. */
export type Change = (state: ThreadState | undefined) => ThreadState;

/**
 * A thread as it is kept in the store: read once, changed by compare and set.
 *
 * Whatever the store does not do in time, or gives that is no thread, throws `thread_unavailable`.
 */
export class KeptThread {
  readonly #context: GateContext;
  readonly #key: ThreadKey;
  #state: ThreadState | undefined;
  #version = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(context: GateContext, key: ThreadKey) {
    this.#context = context;
    this.#key = key;
  }

  static async load(context: GateContext, key: ThreadKey): Promise<KeptThread> {
    const kept = new KeptThread(context, key);
    await kept.#load();
    return kept;
  }

  /** As it was last read or saved here; undefined when nothing is stored. */
  get state(): ThreadState | undefined {
    return this.#state;
  }

  /** Changes the thread, one change after the other. One that gives the same state back saves nothing. */
  change(make: Change, saved: () => void = () => {}): Promise<ThreadState> {
    const turn = this.#last.then(async () => {
      const state = await this.#try(make);
      saved();
      return state;
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Takes a mark, of which there is one for all runs on the thread; false when it is taken. */
  async spend(mark: string): Promise<boolean> {
    let isGivenUp = false;
    const giveBack = (port: ThreadPort): Promise<void> => port.release(this.#key, mark);
    try {
      return await this.#ask(async (port) => {
        const isFirst = (await port.spend(this.#key, mark)) === true;
        // nobody uses what comes late
        if (isFirst && isGivenUp) await giveBack(port);
        return isFirst;
      });
    } catch (error) {
      isGivenUp = true;
      throw error;
    }
  }

  async release(mark: string): Promise<void> {
    await this.#ask((port) => port.release(this.#key, mark));
  }

  async #try(make: Change): Promise<ThreadState> {
    for (let tries = 0; tries < TRIES; tries++) {
      const next = make(this.#state);
      if (next === this.#state) return next;
      const isSaved = await this.#ask((port) => port.save(this.#key, next, this.#version));
      if (isSaved === true) {
        this.#version += 1;
        this.#state = next;
        return next;
      }
      await this.#load();
    }
    throw new AmbitError("thread_unavailable");
  }

  async #load(): Promise<void> {
    const stored = await this.#ask((port) => port.load(this.#key));
    this.#version = stored?.version ?? 0;
    this.#state = stored === undefined ? undefined : readState(stored.state);
    if (stored !== undefined && this.#state === undefined) throw new AmbitError("thread_unavailable");
  }

  async #ask<T>(question: (port: ThreadPort) => Promise<T>): Promise<T> {
    const { threads, stageTimeoutMs } = this.#context;
    if (threads === undefined) throw new AmbitError("thread_unavailable");
    try {
      const answer = await within(question(threads), stageTimeoutMs);
      if (!isLate(answer)) return answer;
    } catch (cause) {
      throw new AmbitError("thread_unavailable", {}, { cause });
    }
    throw new AmbitError("thread_unavailable");
  }
}
