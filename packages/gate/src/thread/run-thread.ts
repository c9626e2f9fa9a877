import { type BudgetUnit, joinMarks, type TaintMarks, type ThreadState, type ThreadStep } from "@ambit/core";
import type { Counter } from "../run/counter.ts";
import type { Run } from "../run/run.ts";
import { Steps } from "../run/steps.ts";
import type { KeptThread } from "./kept-thread.ts";
import { type SettledLeft, settleLeft, type Spent, spentOf } from "./settle-left.ts";

/** How many of its latest turns a thread remembers. */
const MAX_STEPS = 50;

/** What of a thread changes while a run works on it. */
type ThreadChange = (state: ThreadState) => ThreadState;

/** The latest of each thread on which a run was. */
const threads = new WeakMap<Run, Map<string, RunThread>>();

/** Stores the generation of all threads of a run, whose goal has changed. Throws `thread_unavailable`. */
export async function keepGeneration(run: Run): Promise<void> {
  await Promise.all([...(threads.get(run)?.values() ?? [])].map((thread) => thread.keep()));
}

interface RunThreadParts {
  readonly id: string;
  readonly run: Run;
  readonly kept: KeptThread;
  /** The state with which the run goes on. */
  readonly state: ThreadState;
  /** Counts what is spent from now on. */
  readonly counter: Counter;
  /** Whether the run goes on with a task that others may go on with, too. */
  readonly resumes: boolean;
  /** The thread on which this one was begun, by a tool; undefined if there is none. */
  readonly above: RunThread | undefined;
}

/** A thread on which a run is at work: what all frames share that were made since a graph started on it. */
export class RunThread {
  readonly id: string;
  readonly run: Run;
  readonly counter: Counter;
  readonly #resumes: boolean;
  readonly steps: Steps = new Steps();
  readonly #kept: KeptThread;
  readonly #above: RunThread | undefined;
  readonly #task: number;
  /** The thread's generation when the run was in none. */
  readonly #generationBefore: number;
  #accounted: Spent;
  #turns: readonly ThreadStep[] = [];

  constructor({ id, run, kept, state, counter, resumes, above }: RunThreadParts) {
    this.id = id;
    this.run = run;
    this.counter = counter;
    this.#resumes = resumes;
    this.#kept = kept;
    this.#above = above;
    this.#task = state.task;
    const known = threads.get(run) ?? new Map<string, RunThread>();
    threads.set(run, known);
    // the goal may have changed since the run was last on the thread
    const before = known.get(id)?.generation ?? 1;
    this.#generationBefore = Math.max(state.generation, before) - run.generation;
    known.set(id, this);
    this.#accounted = spentOf(counter);
  }

  /** The generation of the thread's goal: each change of the goal begins the next one, in whatever run. */
  get generation(): number {
    return this.#generationBefore + this.run.generation;
  }

  /** Whether other runs may go on with the same task at once, here or on a thread above. */
  get isShared(): boolean {
    return this.#resumes || (this.#above?.isShared ?? false);
  }

  /** As it was last read or saved. */
  get state(): ThreadState {
    return this.#kept.state as ThreadState;
  }

  /** Saves what the run has spent and done so far, and a further change. Throws `thread_unavailable`. */
  async keep(change: ThreadChange = (state) => state): Promise<void> {
    let accounted = this.#accounted;
    await this.#kept.change(
      (stored) => {
        const settled = this.#settle(stored as ThreadState);
        ({ accounted } = settled);
        return change(this.#settled(stored as ThreadState, settled));
      },
      () => {
        this.#accounted = accounted;
      },
    );
  }

  /**
   * Takes what the run has reserved from what the task has left, for whichever runs are on it at once; or takes nothing and
   * names a unit that they have spent. Throws `thread_unavailable`.
   */
  async reserve(): Promise<BudgetUnit | undefined> {
    const above = await this.#above?.reserve();
    if (above !== undefined) return above;
    let accounted = this.#accounted;
    let lacking: BudgetUnit | undefined;
    await this.#kept.change(
      (stored) => {
        const settled = this.#settle(stored as ThreadState);
        ({ lacking } = settled);
        accounted = lacking === undefined ? settled.accounted : this.#accounted;
        return lacking === undefined
          ? this.#settled(stored as ThreadState, settled)
          : (stored as ThreadState);
      },
      () => {
        this.#accounted = accounted;
      },
    );
    return lacking;
  }

  /** Raises the marks of the thread and of those above it; one that says nothing new costs nothing. */
  raise(marks: TaintMarks): Promise<void> | undefined {
    const above = this.#above?.raise(marks);
    if (joinMarks(this.state.marks, marks) === this.state.marks) return above;
    const own = this.keep((state) => ({ ...state, marks: joinMarks(state.marks, marks) }));
    return above === undefined ? own : Promise.all([own, above]).then(() => {});
  }

  /** Remembers a turn: at once if it declared an intent, else with the next change. */
  async addTurn(turn: ThreadStep): Promise<void> {
    this.#turns = [...this.#turns.filter(({ id }) => id !== turn.id), turn].slice(-MAX_STEPS);
    if (turn.intent !== undefined) await this.keep();
  }

  spend(mark: string): Promise<boolean> {
    return this.#kept.spend(mark);
  }

  release(mark: string): Promise<void> {
    return this.#kept.release(mark);
  }

  /** What was handed over on the thread: its next turn may begin at the receiver. */
  #handoffs(stored: ThreadState["handoffs"]): ThreadState["handoffs"] {
    const handoffs = this.run.handoffs.save(this.id) as unknown as ThreadState["handoffs"];
    return JSON.stringify(handoffs) === JSON.stringify(stored) ? stored : handoffs;
  }

  /** What is left of the task; another one is no matter of this run. */
  #settle({ task, left }: ThreadState): SettledLeft {
    const spent = spentOf(this.counter);
    return task === this.#task
      ? settleLeft(left, spent, this.#accounted)
      : { left, accounted: spent, lacking: undefined };
  }

  #settled(state: ThreadState, { left }: SettledLeft): ThreadState {
    const generation = Math.max(state.generation, this.generation);
    const steps = withTurns(state.steps, this.#turns);
    const handoffs = this.#handoffs(state.handoffs);
    const isSame = left === state.left && generation === state.generation;
    if (isSame && steps === state.steps && handoffs === state.handoffs) return state;
    return { ...state, left, generation, steps, handoffs };
  }
}

function withTurns(steps: readonly ThreadStep[], turns: readonly ThreadStep[]): readonly ThreadStep[] {
  if (turns.every((turn) => steps.includes(turn))) return steps;
  const ids = new Set(turns.map(({ id }) => id));
  return [...steps.filter(({ id }) => !ids.has(id)), ...turns].slice(-MAX_STEPS);
}
