import type { Denial } from "../call/outcome.ts";

interface Answer {
  readonly turn: string;
  readonly model: string;
  readonly before: string | undefined;
}

/** One entering of an agent, or the opening of a run: what all frames share that come out of it. */
export class Entry {
  readonly id: string;
  /** The entry in whose frame this one was entered; undefined for the opening of a run. */
  readonly above: Entry | undefined;
  /** The chain of actors as it was entered. */
  readonly actors: readonly string[];
  /** The decision of the call in whose body it was entered; undefined outside the body of any tool. */
  readonly calledBy: string | undefined;
  #graph: string | undefined;
  #thread: string | undefined;
  #handedOff = false;
  #answered: Answer | undefined;
  #denial: Denial | undefined;

  constructor(
    id: string,
    { above, actors, calledBy }: Pick<Entry, "above" | "actors"> & { readonly calledBy?: string | undefined },
  ) {
    this.id = id;
    this.above = above;
    this.actors = actors;
    this.calledBy = calledBy;
  }

  /** The namespace of the graph that the agent runs; undefined where the host has not told it. */
  get graph(): string | undefined {
    return this.#graph;
  }

  /** The conversation thread on which that graph, or one around it, keeps its state; undefined where it keeps none. */
  get thread(): string | undefined {
    return this.#thread ?? this.above?.thread;
  }

  /** Tells which graph runs in this entry. The first one does: what starts in it without an entry of its own is inner. */
  startedAs({
    graph,
    thread,
  }: {
    readonly graph?: string | undefined;
    readonly thread?: string | undefined;
  }): void {
    if (this.#graph !== undefined) return;
    this.#graph = graph;
    this.#thread = thread;
  }

  /** The latest call that its agent was denied. */
  get denial(): Denial | undefined {
    return this.#denial;
  }

  noteDenial(denial: Denial): void {
    this.#denial = denial;
  }

  /** Tells which model answered a turn; gives the model of the turn before, if it was another one. */
  answeredBy(model: string, turn: string): string | undefined {
    const last = this.#answered;
    // a turn that is taken again comes after the one before it, still
    const before = last?.turn === turn ? last.before : last?.model;
    this.#answered = { turn, model, before };
    return before === model ? undefined : before;
  }

  /** The agent has handed over: nothing that came out of this entry may act any more. Entered anew, it gets a new one. */
  suspend(): void {
    this.#handedOff = true;
  }

  /** Whether the agent, or one above it, has handed over. */
  get isSuspended(): boolean {
    return this.#handedOff || (this.above?.isSuspended ?? false);
  }
}
