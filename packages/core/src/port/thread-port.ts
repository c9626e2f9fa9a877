import type { ThreadState } from "../thread/thread-state.ts";

/** Names a thread. The same id of two tenants names two threads. */
export interface ThreadKey {
  readonly tenant?: string;
  readonly thread: string;
}

/** A thread as a store gives it. */
export interface StoredThread {
  /** 1 after the first save, one more after each. */
  readonly version: number;
  /** A `ThreadState` as it was saved; whoever loads it checks it. */
  readonly state: unknown;
}

/**
 * Where threads are kept, for all processes that may resume them.
 *
 * A rejection, or an answer that comes late, means that nobody knows: the call is denied (`thread_unavailable`).
 */
export interface ThreadPort {
  /** Undefined when nothing is stored. */
  load(key: ThreadKey): Promise<StoredThread | undefined>;
  /** Saves if the stored version is still `expected` (0: nothing is stored), atomically; else false, and nothing changed. */
  save(key: ThreadKey, state: ThreadState, expected: number): Promise<boolean>;
  /** True for exactly one caller until it is released: of all processes that try at once, one wins. */
  spend(key: ThreadKey, mark: string): Promise<boolean>;
  /** Gives back what was spent; of what was not, nothing. */
  release(key: ThreadKey, mark: string): Promise<void>;
}
