import type { Frame } from "../frame/frame.ts";
import type { Entry } from "../frame/entry.ts";
import { joinFrames } from "../edge/join.ts";
import { keep, type KeptHandoff, type ReadHandoff, type Continuation, takeUp } from "./kept-handoff.ts";
import { readHandoffs } from "./read-handoffs.ts";

/** The name that stands for every target, where a handoff does not let itself be read. */
export const ANY_TARGET = "*";

/** Where a target is entered: beside its giver. */
interface Place {
  readonly entry: Entry;
  /** The decision of the call in whose body; what another body enters was called, and not handed over to. */
  readonly call?: string | undefined;
}

interface Given {
  readonly under: Place;
  readonly target: string;
  readonly giver: Frame;
  /** Whether the target has been entered: a handoff after that replaces this one, one before it adds to it. */
  taken: boolean;
}

/** What earlier runs of a thread have handed over. */
interface Kept {
  readonly handoffs: readonly KeptHandoff[];
  readonly read: readonly ReadHandoff[];
  readonly task: Continuation;
}

/**
 * Who has handed over to whom, in one run: the target of a handoff is a sibling of its giver, so that no call stack and
 * no context leads from one to the other.
 *
 * Keyed by the entry in whose frame the target will be entered, and the target's name there. A handoff goes on to bind
 * its target until the next one to it: whoever is entered again without one gains nothing.
 */
export class Handoffs {
  // made when there is something to keep: an empty map weighs more than most of a run
  #given: Map<string, Given> | undefined;
  #left: Set<string> | undefined;
  #kept: Map<string | undefined, Kept> | undefined;

  /** Notes a handoff. Several to one target that has not been entered since bind it together. */
  give(under: Place, target: string, giver: Frame): void {
    this.#given ??= new Map();
    const known = this.#given.get(key(under, target));
    const joined = known === undefined || known.taken ? giver : joinFrames(known.giver, giver);
    // the latest comes last
    this.#given.delete(key(under, target));
    this.#given.set(key(under, target), { under, target, giver: joined, taken: false });
  }

  /**
   * The authority that was handed over to somebody who is entered in a frame under one of these names; undefined if none
   * was. Its frame is narrowed by that one.
   */
  take(current: Frame, names: readonly string[]): Frame | undefined {
    if (this.#given === undefined && this.#kept === undefined) return undefined;
    const wanted = [...names, ANY_TARGET];
    const here = { entry: current.entry, call: current.call?.decision };
    const given = wanted.map((name) => this.#given?.get(key(here, name)));
    const found = given.filter((one) => one !== undefined);
    for (const one of found) one.taken = true;
    if (found.length > 0) return found.map(({ giver }) => giver).reduce(joinFrames);
    return here.call === undefined ? this.#ofEarlierTurn(current, wanted) : undefined;
  }

  /** In the order in which they were given. */
  #all(): readonly Given[] {
    return [...(this.#given?.values() ?? [])];
  }

  /** A graph that starts again on its thread may begin at the target of a handoff. */
  #ofEarlierTurn(current: Frame, wanted: readonly string[]): Frame | undefined {
    const { entry, actors } = current;
    const isWanted = (under: readonly string[], target: string): boolean =>
      wanted.includes(target) && isSame(under, actors);
    const onThread = (given: Given): boolean =>
      isOnThread(given, entry.thread) && isWanted(given.under.entry.actors, given.target);
    const given = entry.thread === undefined ? undefined : this.#all().findLast(onThread);
    if (given !== undefined) return given.giver;
    const { read = [], task = "resumed" } = this.#kept?.get(entry.thread) ?? {};
    const kept = read.findLast(({ under, target }) => isWanted(under, target));
    return kept === undefined ? undefined : takeUp(current, kept, task);
  }

  /** Suspends a graph that has no entry of its own, by the place of its calls: its frame is that of the graph around it. */
  leave(place: string): void {
    (this.#left ??= new Set()).add(place);
  }

  /** Whether the graph at a place, or one around it, has handed over. */
  hasLeft(place: string | undefined): boolean {
    if (this.#left === undefined || place === undefined) return false;
    return [...this.#left].some((left) => place === left || place.startsWith(`${left}|`));
  }

  /**
   * What a thread keeps, as plain data: its next turn may start at the target of a handoff without a handoff.
   *
   * To be stored whenever a graph has ended on the thread, and given to `load` of the thread's next run before its first
   * agent is entered. Later handoffs to the same target replace what was loaded.
   */
  save(thread?: string): readonly KeptHandoff[] {
    const given = this.#all()
      .filter((given) => isOnThread(given, thread))
      .map(({ under, target, giver }) => keep(under.entry.actors, target, giver));
    const isReplaced = (kept: KeptHandoff): boolean =>
      given.some(({ under, target }) => target === kept.target && isSame(under, kept.under));
    const kept = this.#kept?.get(thread)?.handoffs ?? [];
    return [...kept.filter((one) => !isReplaced(one)), ...given];
  }

  /** What goes on to bind when the run gets another goal: frames of the old one are dead. */
  ofNewTask(): Handoffs {
    const next = new Handoffs();
    const threads = new Set([
      ...(this.#kept?.keys() ?? []),
      ...this.#all().map(({ under }) => under.entry.thread),
    ]);
    for (const thread of threads) next.load(this.save(thread), "new", thread);
    return next;
  }

  /**
   * Takes up what `save` gave in an earlier run of the thread. A task that is resumed has no more than it had; a new one
   * has its own purpose, lifetime, budget and depth. Throws `stage_failed` for what `save` has not given.
   */
  load(handoffs: readonly KeptHandoff[], task: Continuation, thread?: string): void {
    (this.#kept ??= new Map()).set(thread, { handoffs, read: readHandoffs(handoffs), task });
  }
}

function key({ entry, call }: Place, target: string): string {
  return JSON.stringify([entry.id, call ?? null, target]);
}

/** Whether the next turn of a thread may begin at the target: never at one that a tool's body entered. */
function isOnThread({ under: { entry, call } }: Given, thread: string | undefined): boolean {
  return call === undefined && entry.thread === thread;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((actor, index) => actor === b[index]);
}
