import type { JsonValue } from "@ambit/core";

/** After this many denials a tool is gone for the purpose. */
const MAX_DENIALS = 3;

/** What became of the earlier attempts at a tool. */
export interface History {
  /** 1 for a first attempt. */
  readonly attempt: number;
  /** Digest and arguments of the first failed attempt, while none has succeeded since. */
  readonly first?: FailedCall;
  /** The tool was denied too often in this purpose. */
  readonly gone: boolean;
}

interface FailedCall {
  readonly digest: string;
  readonly args: JsonValue;
}

/** Who calls: the chain of agents, first to current one. */
interface Caller {
  readonly actors: readonly string[];
}

interface Line {
  readonly actors: readonly string[];
  attempts: number;
  first: FailedCall | undefined;
}

/**
 * Counts attempts, by whatever route the call comes again (L2).
 *
 * The same task of the host again is a retry. So is the same tool after a failure or a denial, called by the same agent,
 * by one to which it delegated, or by the one that delegated to it: handing a failed call on is no fresh start. The
 * success of a retry ends the line; a call that ran beside it ends nothing.
 */
export class Attempts {
  readonly #lines = new Map<string, Line[]>();
  readonly #denials = new Map<string, number>();
  readonly #tasks = new Map<string, number>();

  /** The history of a tool for a caller and purpose; `task` names the host's task and call, if it has any. */
  look(
    caller: Caller,
    tool: string,
    { purpose, task }: { readonly purpose: string; readonly task: string | undefined },
  ): History {
    const lines = this.#related(caller, tool);
    const before = Math.max(this.#enterTask(task), ...lines.map((line) => line.attempts));
    const gone = (this.#denials.get(key(purpose, tool)) ?? 0) >= MAX_DENIALS;
    const first = lines.find((line) => line.first !== undefined)?.first;
    return first === undefined ? { attempt: before + 1, gone } : { attempt: before + 1, first, gone };
  }

  /** Ends the lines that a call continued, as its history told. */
  succeeded(caller: Caller, tool: string, { attempt }: History): void {
    if (attempt === 1) return;
    const related = this.#related(caller, tool);
    const others = (this.#lines.get(tool) ?? []).filter((line) => !related.includes(line));
    this.#lines.set(tool, others);
  }

  failed(caller: Caller, tool: string, call: FailedCall): void {
    this.#own(caller, tool).first ??= { ...call };
  }

  denied(caller: Caller, tool: string, purpose: string): void {
    this.#own(caller, tool);
    const denials = key(purpose, tool);
    this.#denials.set(denials, (this.#denials.get(denials) ?? 0) + 1);
  }

  /** The caller's own line, with one attempt more. */
  #own({ actors }: Caller, tool: string): Line {
    const lines = this.#lines.get(tool) ?? [];
    this.#lines.set(tool, lines);
    let line = lines.find((known) => known.actors.length === actors.length && isAbove(known.actors, actors));
    if (line === undefined) {
      line = { actors, attempts: 0, first: undefined };
      lines.push(line);
    }
    line.attempts += 1;
    return line;
  }

  /** The lines of the caller, of those above it and of those below it. */
  #related({ actors }: Caller, tool: string): readonly Line[] {
    const lines = this.#lines.get(tool) ?? [];
    return lines.filter((line) => isAbove(line.actors, actors) || isAbove(actors, line.actors));
  }

  /** How often the task was entered before. */
  #enterTask(task: string | undefined): number {
    if (task === undefined) return 0;
    const before = this.#tasks.get(task) ?? 0;
    this.#tasks.set(task, before + 1);
    return before;
  }
}

/** Whether a chain of agents is the beginning of another, or the same. */
function isAbove(above: readonly string[], below: readonly string[]): boolean {
  return above.every((actor, index) => below[index] === actor);
}

function key(first: string, second: string): string {
  return `${first.length}:${first}${second}`;
}
