import { currentCall } from "@ambit/langchain";
import { AsyncLocalStorage } from "node:async_hooks";
import { caughtReason } from "../../house/caught.ts";
import type { CarrierName } from "./carriers.ts";

/**
 * How a job reaches the tool that it calls: as it stands, bound to its caller's asynchronous context, or with its caller's
 * config.
 */
export const HOWS = ["plain", "bound", "named"] as const;
export type How = (typeof HOWS)[number];

/** Where code of a tool ran, for whom it thought to act, and the record that it was given. */
export interface Sighting {
  readonly where: string;
  readonly id: string;
  /** The id of the run, by `currentCall`. */
  readonly run: string | undefined;
  readonly subject: string | undefined;
  readonly purpose: string | undefined;
  readonly actors: string;
  /** Whose asynchronous context it is, by a storage that the product does not know: a record. */
  readonly context: string | undefined;
}

/** A job that called a tool from a carrier. */
export interface Attempt {
  readonly carrier: CarrierName;
  readonly how: How;
  readonly id: string;
  /** Whose asynchronous context it was started in: a record. */
  readonly context: string | undefined;
  /** `ran`, or the reason of the denial. */
  readonly outcome: unknown;
}

/** Sees what many runs do at once, by means of its own. */
export class Witness {
  readonly sightings: Sighting[] = [];
  readonly attempts: Attempt[] = [];
  /** What became of touching the record of another run from inside a tool or node. */
  readonly crossed: unknown[] = [];
  readonly #contexts = new AsyncLocalStorage<string>();
  readonly #borrows: boolean;
  #borrowed: (<T>(fn: () => T) => T) | undefined;

  /** One that borrows is at fault: it looks at every body from the context of the first. */
  constructor(borrows = false) {
    this.#borrows = borrows;
  }

  /** Calls a function as the run that owns a record. */
  within<T>(id: string, fn: () => T): T {
    return this.#contexts.run(id, fn);
  }

  see(where: string, id: string): void {
    if (!this.#borrows) {
      this.#see(where, id);
      return;
    }
    this.#borrowed ??= AsyncLocalStorage.snapshot();
    this.#borrowed(() => this.#see(where, id));
  }

  #see(where: string, id: string): void {
    const call = currentCall();
    this.sightings.push({
      where,
      id,
      run: call?.run,
      subject: call?.subject.id,
      purpose: call?.intent.purpose,
      actors: call?.actors.join(">") ?? "",
      context: this.#contexts.getStore(),
    });
  }

  async attempt(job: Omit<Attempt, "context" | "outcome">, call: () => Promise<unknown>): Promise<void> {
    const context = this.#contexts.getStore();
    this.attempts.push({ ...job, context, outcome: await caughtReason(call()) });
  }

  async cross(call: Promise<unknown>): Promise<void> {
    this.crossed.push(await caughtReason(call));
  }
}
