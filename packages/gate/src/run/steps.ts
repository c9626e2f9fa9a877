import type { Intent, TaintMarks } from "@ambit/core";

/** One model turn: the calls that it made and the intent under which they stand. */
export interface Step {
  readonly id: string;
  readonly intent: Intent;
  /** How many tool calls the turn made. */
  readonly siblings: number;
  /** The model that answered, when the host knows it. */
  readonly model?: string;
  /** The other model that had answered before it: a `model` edge. */
  readonly modelBefore?: string;
  /** What had been read when the model answered; unknown of a turn that another run took. */
  readonly marks?: TaintMarks;
}

/** Where a call comes from, as far as the host says it. */
interface Origin {
  readonly place?: string | undefined;
  readonly task?: string | undefined;
  readonly callId?: string | undefined;
  readonly fromModel?: boolean | undefined;
}

/** Where a turn was taken: the namespaces of its graph, and the host's task, which may run the calls itself. */
export interface TurnPlace {
  readonly places: readonly string[];
  readonly task?: string | undefined;
}

/** The steps of a run by place (the namespace of the graph) or task, and call id. */
export class Steps {
  /** One map for all keys, since an empty one weighs more than what most runs put into it. */
  readonly #steps = new Map<string, Step>();
  #known: Set<string> | undefined;

  /** Whether a step is met for the first time: hosts run tasks again, intents are recorded once. */
  isNew(id: string): boolean {
    this.#known ??= new Set();
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    return true;
  }

  /** Ties the calls of a turn to its step. A repeated id belongs to the latest turn of its place. */
  add({ places, task }: TurnPlace, callIds: readonly string[], step: Step): void {
    for (const place of task === undefined ? places : [...places, ofTask(task)]) {
      this.#steps.set(latestOf(place), step);
      for (const callId of callIds) this.#steps.set(callOf(place, callId), step);
    }
    for (const callId of callIds) this.#steps.set(idOf(callId), step);
  }

  /**
   * The step of a call. One that a model made belongs to a step even when its id is missing or was changed on the way:
   * then to the latest of its place, so that losing the id widens nothing (L3). A task that took the turn and runs the calls
   * itself comes first: beside it another worker's turn may have the same ids.
   */
  find(origin: Origin): Step | undefined {
    return this.#named(origin) ?? (origin.fromModel === true ? this.#latest(origin) : undefined);
  }

  /** Whether a step made a call, by the call's id, and no turn was taken after it where the call comes from. */
  isLatest(step: Step, origin: Origin): boolean {
    return this.#named(origin) === step && this.#latest(origin) === step;
  }

  #named({ place = "", task, callId }: Origin): Step | undefined {
    if (callId === undefined) return undefined;
    const own = task === undefined ? undefined : this.#steps.get(callOf(ofTask(task), callId));
    return own ?? this.#steps.get(callOf(place, callId)) ?? this.#steps.get(idOf(callId));
  }

  #latest({ place = "", task }: Origin): Step | undefined {
    const own = task === undefined ? undefined : this.#steps.get(latestOf(ofTask(task)));
    return own ?? this.#steps.get(latestOf(place));
  }
}

/** No place begins like this: places begin with an id or an agent. */
function ofTask(task: string): string {
  return `#${task}`;
}

/** Injective: the length tells where the place ends, and no other key begins with a digit. */
function callOf(place: string, callId: string): string {
  return `${place.length}:${place}${callId}`;
}

function idOf(callId: string): string {
  return `id:${callId}`;
}

function latestOf(place: string): string {
  return `at:${place}`;
}
