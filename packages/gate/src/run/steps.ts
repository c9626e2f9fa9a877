import type { Intent } from "@ambit/core";

/** One model turn: the calls that it made and the intent under which they stand. */
export interface Step {
  readonly id: string;
  readonly intent: Intent;
  /** How many tool calls the turn made. */
  readonly siblings: number;
  /** The model that answered, when the host knows it. */
  readonly model?: string;
}

/** The steps of a run by place (the namespace of the graph) and call id. */
export class Steps {
  readonly #byCall = new Map<string, Step>();
  readonly #known = new Set<string>();

  /** Whether a step is met for the first time: hosts run tasks again, intents are recorded once. */
  isNew(id: string): boolean {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    return true;
  }

  /** Ties the calls of a turn to its step. A repeated id belongs to the latest turn of its place. */
  add(place: string, callIds: readonly string[], step: Step): void {
    for (const callId of callIds) this.#byCall.set(key(place, callId), step);
  }

  find(place: string | undefined, callId: string | undefined): Step | undefined {
    return callId === undefined ? undefined : this.#byCall.get(key(place ?? "", callId));
  }
}

/** Injective: the length tells where the place ends. */
function key(place: string, callId: string): string {
  return `${place.length}:${place}${callId}`;
}
