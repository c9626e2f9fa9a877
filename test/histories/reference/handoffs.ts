import { both, type Entry, narrowest } from "./authority.ts";
import type { Here } from "./ground.ts";
import { lies } from "./rules.ts";

const ANYBODY = "*";

/** Who has handed over to somebody who is entered beside it. */
interface Given {
  /** Where the target is entered: in the body of a call, if the giver was. */
  readonly under: Entry;
  readonly call: object | undefined;
  readonly target: string;
  readonly giver: Here;
  taken: boolean;
}

/** The handoffs of one goal of a run. Each binds its target until there is a later one. */
export class Handoffs {
  #given: Given[] = [];
  /** Those of earlier goals. */
  #earlier: Given[] = [];

  /** The agent of a seat hands over, and is suspended; a run has no agent that could be. */
  give(giver: Here, targets: readonly string[]): void {
    const { entry } = giver;
    const under = entry.above ?? entry;
    const call = entry.above && entry.calledBy;
    const given = outside(giver);
    for (const target of targets) {
      const known = this.#given.find(
        (one) => one.under === under && one.call === call && one.target === target,
      );
      const joined = known === undefined || known.taken ? given : join(known.giver, given);
      this.#given = this.#given.filter((one) => one !== known);
      this.#given.push({ under, call, target, giver: joined, taken: false });
    }
    entry.suspended ||= entry.above !== undefined;
  }

  /** Whose authority binds who is entered in a seat. */
  take(seat: Here, agent: string): Here | undefined {
    const found = [agent, ANYBODY].flatMap((name) =>
      this.#given.filter(
        ({ under, call, target }) => under === seat.entry && call === seat.call && target === name,
      ),
    );
    for (const one of found) one.taken = true;
    if (found.length > 0) return found.map(({ giver }) => giver).reduce(join);
    if (seat.call !== undefined) return undefined;
    const earlier = this.#earlier.findLast(
      ({ under, target }) => [agent, ANYBODY].includes(target) && isSame(under, seat.entry),
    );
    return earlier && takenUp(seat, earlier.giver);
  }

  /** What binds for the next goal. */
  kept(): Handoffs {
    const next = new Handoffs();
    next.#earlier = [...this.#earlier, ...this.#given.filter(({ call }) => call === undefined)];
    return next;
  }
}

/** An agent as it is outside of the call in which it hands over: what a turn declared ends with the turn. */
function outside(giver: Here): Here {
  const { outer } = giver;
  if (outer === undefined) return giver;
  const { limits, crossings, origins } = outer;
  return { ...giver, limits, crossings, origins, purpose: narrowest(limits).purpose };
}

function isSame(one: Entry, other: Entry): boolean {
  return one.actors.join() === other.actors.join();
}

/** What lies within both seats, in the place of the first. */
export function join(first: Here, second: Here): Here {
  return {
    ...first,
    actors: chained(first.actors, second.actors),
    limits: united(second.limits, first.limits),
    crossings: united(second.crossings, first.crossings),
    origins: united(second.origins, first.origins),
    purse: both(second.purse, first.purse),
    purpose: lies(second.purpose, first.purpose) ? second.purpose : first.purpose,
    depth: Math.max(first.depth, second.depth),
    left: Math.min(first.left, second.left),
    branch: Math.min(first.branch, second.branch),
  };
}

/** A seat for a later goal, bound by what somebody handed over who is dead: tools and edges, for this goal's time and purpose. */
function takenUp(seat: Here, giver: Here): Here {
  const { purpose } = narrowest(seat.limits);
  // each where it acted last
  const once = [...new Set(giver.actors.toReversed())].toReversed();
  const others = once.filter((actor) => !seat.actors.includes(actor));
  return {
    ...seat,
    actors: [...seat.actors, ...others],
    limits: [...seat.limits, ...giver.limits.map(({ ways }) => ({ until: Infinity, purpose, ways }))],
    crossings: [...seat.crossings, ...giver.crossings],
  };
}

function united<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return [...new Set([...one, ...other])];
}

/** One chain of agents where one begins the other, else one after the other. */
function chained(one: readonly string[], other: readonly string[]): readonly string[] {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.every((actor, index) => long[index] === actor)) return long;
  return [...one, ...other.filter((actor) => !one.includes(actor))];
}
