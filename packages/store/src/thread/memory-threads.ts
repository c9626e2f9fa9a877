import {
  AmbitError,
  type StoredThread,
  type ThreadKey,
  type ThreadPort,
  type ThreadState,
} from "@ambit/core";

/** How a memory store is bounded. */
export interface MemoryThreadsOptions {
  /** How many threads are kept; the one used longest ago goes first, and is then unknown. Default 10,000. */
  readonly limit?: number;
}

interface Kept {
  version: number;
  /** As text: nobody who saved or loaded it holds the object. */
  state: string;
  readonly spent: Set<string>;
}

const DEFAULT_LIMIT = 10_000;

/**
 * Keeps threads in this process: they end with it, and no other process knows them.
 *
 * Throws `config_invalid`.
 */
export function memoryThreads({ limit = DEFAULT_LIMIT }: MemoryThreadsOptions = {}): ThreadPort {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new AmbitError("config_invalid", { option: "limit" });
  return new MemoryThreads(limit);
}

// every method does its work before it gives its promise: no other caller comes between
class MemoryThreads implements ThreadPort {
  readonly #limit: number;
  readonly #threads = new Map<string, Kept>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  async load(key: ThreadKey): Promise<StoredThread | undefined> {
    const kept = this.#threads.get(nameOf(key));
    if (kept === undefined || kept.version === 0) return undefined;
    this.#use(key, kept);
    return { version: kept.version, state: JSON.parse(kept.state) };
  }

  async save(key: ThreadKey, state: ThreadState, expected: number): Promise<boolean> {
    const kept = this.#kept(key);
    if (kept.version !== expected) return false;
    kept.version += 1;
    kept.state = JSON.stringify(state);
    return true;
  }

  async spend(key: ThreadKey, mark: string): Promise<boolean> {
    const { spent } = this.#kept(key);
    const isFirst = !spent.has(mark);
    spent.add(mark);
    return isFirst;
  }

  async release(key: ThreadKey, mark: string): Promise<void> {
    this.#threads.get(nameOf(key))?.spent.delete(mark);
  }

  #kept(key: ThreadKey): Kept {
    const kept = this.#threads.get(nameOf(key)) ?? { version: 0, state: "", spent: new Set<string>() };
    this.#use(key, kept);
    return kept;
  }

  /** Puts a thread at the end of the map's order, which is the order of use. */
  #use(key: ThreadKey, kept: Kept): void {
    const name = nameOf(key);
    this.#threads.delete(name);
    this.#threads.set(name, kept);
    if (this.#threads.size <= this.#limit) return;
    for (const oldest of this.#threads.keys()) {
      this.#threads.delete(oldest);
      break;
    }
  }
}

function nameOf({ tenant, thread }: ThreadKey): string {
  return JSON.stringify([tenant ?? null, thread]);
}
