/** A chain of agents that calls one tool, and how it fared. */
interface Line {
  readonly tool: string;
  readonly actors: readonly string[];
  /** The greatest attempt that failed or was denied: calls that fail side by side are one. */
  ended: number;
  /** What the first failed call named: id-like arguments and their values, and all arguments as one text. */
  first: Failed | undefined;
}

/** Id-like arguments and their values. */
type Ids = Readonly<Record<string, string | undefined>>;

export interface Failed {
  readonly whole: string;
  readonly ids: Ids;
}

interface Denied {
  readonly of: string;
  readonly actors: readonly string[];
  /** Absent of what was denied as reworded already. */
  readonly ids: Ids | undefined;
  /** What the user named then. */
  readonly named: string | undefined;
}

/** What a call is, seen from those before it. */
export interface Before {
  readonly attempt: number;
  readonly first: Failed | undefined;
  /** Denied three times for the purpose already. */
  readonly gone: boolean;
  /** Comes with an id of a denied call, beside others that were not in it. */
  readonly reworded: boolean;
  readonly task: string | undefined;
}

/**
 * The retry edges of one run. A call is a retry of those before it of the same tool that failed or were denied, by the same
 * chain of agents or one above or below it, until one of them succeeds; and of the same task of the host.
 */
export class Lines {
  #lines: Line[] = [];
  readonly #denials: Denied[] = [];
  readonly #tasks: string[] = [];
  /** With which arguments the call of a task has run. */
  readonly #ran = new Map<string | undefined, string>();

  look(
    actors: readonly string[],
    tool: string,
    about: {
      readonly purpose: string;
      readonly task: string | undefined;
      readonly ids: Ids;
    },
  ): Before {
    const near = this.#near(actors, tool);
    const again = this.#tasks.filter((task) => task === about.task).length;
    if (about.task !== undefined) this.#tasks.push(about.task);
    const denials = this.#denials.filter(({ of }) => of === `${tool} ${about.purpose}`);
    const nearby = denials.filter((denied) => related(denied.actors, actors));
    return {
      attempt: 1 + Math.max(again, ...near.map(({ ended }) => ended)),
      first: near.find(({ first }) => first !== undefined)?.first,
      gone: denials.length >= 3,
      reworded: isReworded(nearby, about.ids),
      task: about.task,
    };
  }

  /** An attempt that has not begun: the host will come with it again. */
  withdraw({ task }: Before): void {
    if (task !== undefined) this.#tasks.splice(this.#tasks.lastIndexOf(task), 1);
  }

  succeeded(actors: readonly string[], tool: string, { attempt }: Before): void {
    const near = this.#near(actors, tool);
    if (attempt > 1) this.#lines = this.#lines.filter((line) => !near.includes(line));
  }

  failed(
    actors: readonly string[],
    tool: string,
    { attempt, ...failed }: Failed & { attempt: number },
  ): void {
    this.#own(actors, tool, attempt).first ??= failed;
  }

  denied(
    actors: readonly string[],
    tool: string,
    denied: { purpose: string; attempt: number; ids: Ids | undefined; named: string | undefined },
  ): void {
    const { purpose, attempt, ids, named } = denied;
    this.#own(actors, tool, attempt);
    this.#denials.push({ of: `${tool} ${purpose}`, actors, ids, named: named?.toLowerCase() });
  }

  /** Whether a call that ended came again with the same arguments: from then on it has run with these. */
  ranAgain({ task, first }: Before, whole: string): boolean {
    const again = task !== undefined && this.#ran.get(task) === whole;
    if (task !== undefined) this.#ran.set(task, whole);
    return again || first?.whole === whole;
  }

  #own(actors: readonly string[], tool: string, attempt: number): Line {
    let own = this.#lines.find((line) => line.tool === tool && line.actors.join() === actors.join());
    if (own === undefined) {
      own = { tool, actors, ended: 0, first: undefined };
      this.#lines.push(own);
    }
    own.ended = Math.max(own.ended, attempt);
    return own;
  }

  #near(actors: readonly string[], tool: string): readonly Line[] {
    return this.#lines.filter((line) => line.tool === tool && related(line.actors, actors));
  }
}

function related(one: readonly string[], other: readonly string[]): boolean {
  const begins = (long: readonly string[], short: readonly string[]): boolean =>
    short.every((actor, index) => long[index] === actor);
  return begins(one, other) || begins(other, one);
}

function isReworded(denials: readonly Denied[], ids: Ids): boolean {
  const values = Object.entries(ids).filter(([, value]) => value !== undefined);
  const covers = (denied: Ids): boolean => values.every(([, value]) => Object.values(denied).includes(value));
  const shares = (denied: Ids, named: string | undefined): boolean =>
    values.some(([id, value]) => denied[id] === value && value !== named);
  const known = denials.filter((denied) => denied.ids !== undefined);
  return (
    !known.some((denied) => covers(denied.ids as Ids)) &&
    known.some(({ ids: denied, named }) => shares(denied as Ids, named))
  );
}
