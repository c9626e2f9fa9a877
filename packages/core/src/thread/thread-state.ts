import type { Budget } from "../grant/budget.ts";
import type { Intent } from "../intent/intent.ts";
import type { JsonObject } from "../json/json.ts";
import type { TaintMarks } from "../taint/marks.ts";

/** A question that was put to a person through the host, who may answer in another process and another run. */
export interface ThreadQuestion {
  /** Milliseconds since the epoch; an answer at or after this instant is none. */
  readonly expiresAt: number;
  /** The thread's generation in which it was asked. */
  readonly generation: number;
  /** For what the call was to be made: an answer holds for that purpose, or a deeper one. */
  readonly purpose: string;
  /** An answer was used: there is no second one. */
  readonly spent: boolean;
}

/** A model turn that a thread remembers, so that a call of it keeps its intent when the thread is resumed. */
export interface ThreadStep {
  readonly id: string;
  /** The places of the graph whose model answered. */
  readonly places: readonly string[];
  /** The host's task in which it answered. */
  readonly task?: string;
  readonly callIds: readonly string[];
  /** What the turn declared; absent when it inherited. */
  readonly intent?: Intent;
  readonly siblings: number;
  readonly model?: string;
  /** The other model that had answered before. */
  readonly modelBefore?: string;
}

/** What a conversation thread keeps between runs. Plain data; it only ever narrows what a run may do. */
export interface ThreadState {
  /** Whose thread it is. */
  readonly subject: string;
  /** The generation of its goal, 1 first. */
  readonly generation: number;
  /** The number of its task, 1 first: new input begins the next one, a resume goes on with it. */
  readonly task: number;
  /** What the task has left; an absent unit has no limit. */
  readonly left: Budget;
  /** What the thread's conversation has read so far. */
  readonly marks: TaintMarks;
  /** By the mark of the call that asked. */
  readonly questions: Readonly<Record<string, ThreadQuestion>>;
  /** The latest turns, oldest first. */
  readonly steps: readonly ThreadStep[];
  /** What one agent handed to another: with the next turn the thread begins at the receiver. */
  readonly handoffs: readonly JsonObject[];
}
