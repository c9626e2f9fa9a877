/** A chain of agents that calls one tool, and how it fared. */
interface Line {
  readonly tool: string;
  readonly actors: readonly string[];
  /** Calls that failed or were denied. */
  ended: number;
  /** What the first failed call named: id-like arguments and their values, and all arguments as one text. */
  first: Failed | undefined;
}

export interface Failed {
  readonly whole: string;
  readonly ids: Readonly<Record<string, string | undefined>>;
}

/** What a call is, seen from those before it. */
export interface Before {
  readonly attempt: number;
  readonly first: Failed | undefined;
  /** Denied three times for the purpose already. */
  readonly gone: boolean;
}

/**
 * The retry edges of one run. A call is a retry of those before it of the same tool that failed or were denied, by the same
 * chain of agents or one above or below it, until one of them succeeds; and of the same task of the host.
 */
export class Lines {
  #lines: Line[] = [];
  readonly #denials: string[] = [];
  readonly #tasks: string[] = [];

  look(
    actors: readonly string[],
    tool: string,
    about: { readonly purpose: string; readonly task: string | undefined },
  ): Before {
    const near = this.#near(actors, tool);
    const again = this.#tasks.filter((task) => task === about.task).length;
    if (about.task !== undefined) this.#tasks.push(about.task);
    const denials = this.#denials.filter((denied) => denied === `${tool} ${about.purpose}`).length;
    return {
      attempt: 1 + Math.max(again, ...near.map(({ ended }) => ended)),
      first: near.find(({ first }) => first !== undefined)?.first,
      gone: denials >= 3,
    };
  }

  succeeded(actors: readonly string[], tool: string, { attempt }: Before): void {
    const near = this.#near(actors, tool);
    if (attempt > 1) this.#lines = this.#lines.filter((line) => !near.includes(line));
  }

  failed(actors: readonly string[], tool: string, failed: Failed): void {
    this.#own(actors, tool).first ??= failed;
  }

  denied(actors: readonly string[], tool: string, purpose: string): void {
    this.#own(actors, tool);
    this.#denials.push(`${tool} ${purpose}`);
  }

  #own(actors: readonly string[], tool: string): Line {
    let own = this.#lines.find((line) => line.tool === tool && line.actors.join() === actors.join());
    if (own === undefined) {
      own = { tool, actors, ended: 0, first: undefined };
      this.#lines.push(own);
    }
    own.ended += 1;
    return own;
  }

  #near(actors: readonly string[], tool: string): readonly Line[] {
    const begins = (long: readonly string[], short: readonly string[]): boolean =>
      short.every((actor, index) => long[index] === actor);
    return this.#lines.filter(
      (line) => line.tool === tool && (begins(line.actors, actors) || begins(actors, line.actors)),
    );
  }
}
