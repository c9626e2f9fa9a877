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

/** Where a call comes from, as far as the host says it. */
interface Origin {
  readonly place?: string | undefined;
  readonly callId?: string | undefined;
  readonly fromModel?: boolean | undefined;
}

/** The steps of a run by place (the namespace of the graph) and call id. */
export class Steps {
  readonly #byCall = new Map<string, Step>();
  readonly #byId = new Map<string, Step>();
  readonly #latest = new Map<string, Step>();
  readonly #known = new Set<string>();

  /** Whether a step is met for the first time: hosts run tasks again, intents are recorded once. */
  isNew(id: string): boolean {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    return true;
  }

  /** Ties the calls of a turn to its step. A repeated id belongs to the latest turn of its place. */
  add(place: string, callIds: readonly string[], step: Step): void {
    this.#latest.set(place, step);
    for (const callId of callIds) {
      this.#byCall.set(key(place, callId), step);
      this.#byId.set(callId, step);
    }
  }

  /**
   * The step of a call. One that a model made belongs to a step even when its id is missing or was changed on the way:
   * then to the latest of its place, so that losing the id widens nothing (L3).
   */
  find({ place = "", callId, fromModel = false }: Origin): Step | undefined {
    const named =
      callId === undefined ? undefined : (this.#byCall.get(key(place, callId)) ?? this.#byId.get(callId));
    return named ?? (fromModel ? this.#latest.get(place) : undefined);
  }
}

/** Injective: the length tells where the place ends. */
function key(place: string, callId: string): string {
  return `${place.length}:${place}${callId}`;
}
