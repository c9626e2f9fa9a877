import type { StoredThread, ThreadKey, ThreadPort, ThreadState } from "@ambit/core";
import { type Frame, inFrame, type RunRequest, type ThreadStart } from "@ambit/gate";
import type { Bench } from "./fixture.ts";

/** A store in a list; `before` runs ahead of every question to it. */
export class ListThreads implements ThreadPort {
  readonly asked: string[] = [];
  readonly spent = new Set<string>();
  kept: StoredThread | undefined;
  before: (question: string) => Promise<void> | undefined = () => undefined;

  async load(_key: ThreadKey): Promise<StoredThread | undefined> {
    await this.#ask("load");
    return this.kept && structuredClone(this.kept);
  }

  async save(_key: ThreadKey, state: ThreadState, expected: number): Promise<boolean> {
    await this.#ask("save");
    if ((this.kept?.version ?? 0) !== expected) return false;
    this.kept = { version: expected + 1, state: structuredClone(state) };
    return true;
  }

  async spend(_key: ThreadKey, mark: string): Promise<boolean> {
    await this.#ask("spend");
    const isFirst = !this.spent.has(mark);
    this.spent.add(mark);
    return isFirst;
  }

  async release(_key: ThreadKey, mark: string): Promise<void> {
    await this.#ask("release");
    this.spent.delete(mark);
  }

  get state(): ThreadState {
    return this.kept?.state as ThreadState;
  }

  async #ask(question: string): Promise<void> {
    this.asked.push(question);
    await this.before(question);
  }
}

const NEW: ThreadStart = { thread: "t", agent: "clerk", resumes: false, exists: async () => false };
export const RESUME: ThreadStart = { ...NEW, resumes: true, exists: async () => true };

/** Runs `fn` as the agent `clerk` on a thread. */
export function onThread<T>(
  on: Bench,
  fn: (frame: Frame) => Promise<T>,
  { start = NEW, ...over }: Partial<RunRequest> & { readonly start?: ThreadStart } = {},
): Promise<T> {
  return on.gate.run({ subject: "user:ann", purpose: "shop", goal: "g", ...over }, async () => {
    const held = (await on.gate.enterThread(start))!;
    const frame = await inFrame(held, () => on.gate.enterAgent("clerk"));
    const result = await inFrame(frame, () => fn(frame));
    await frame.thread?.keep();
    return result;
  });
}
