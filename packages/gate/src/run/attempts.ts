import type { JsonValue } from "@ambit/core";

/** After this many denials a tool is gone for the purpose. */
const MAX_DENIALS = 3;

/** What became of the earlier attempts at a tool. */
export interface History {
  /** 1 for a first attempt. */
  readonly attempt: number;
  /** Digest and arguments of the first failed attempt, when the last one failed. */
  readonly first?: { readonly digest: string; readonly args: JsonValue };
  /** The tool was denied too often in this purpose. */
  readonly gone: boolean;
}

interface Line {
  attempt: number;
  first: { digest: string; args: JsonValue } | undefined;
}

/**
 * Counts attempts, by whatever route the call comes again (L2).
 *
 * The same call id in the same task is a retry of the host or its middleware. The same actor calling the same tool after a
 * failure or a denial is a retry under a new id. A success ends the line.
 */
export class Attempts {
  readonly #lines = new Map<string, Line>();
  readonly #denials = new Map<string, number>();
  readonly #tasks = new Map<string, number>();

  /** The history of a tool for an actor and purpose; `task` names the host's task and call, if it has any. */
  look(
    actor: string,
    tool: string,
    { purpose, task }: { readonly purpose: string; readonly task: string | undefined },
  ): History {
    const line = this.#lines.get(key(actor, tool));
    const gone = (this.#denials.get(key(purpose, tool)) ?? 0) >= MAX_DENIALS;
    const attempt = Math.max(line?.attempt ?? 0, this.#enterTask(task)) + 1;
    return line?.first === undefined ? { attempt, gone } : { attempt, first: line.first, gone };
  }

  /** How often the task was entered before. */
  #enterTask(task: string | undefined): number {
    if (task === undefined) return 0;
    const before = this.#tasks.get(task) ?? 0;
    this.#tasks.set(task, before + 1);
    return before;
  }

  succeeded(actor: string, tool: string): void {
    this.#lines.delete(key(actor, tool));
  }

  failed(actor: string, tool: string, call: { readonly digest: string; readonly args: JsonValue }): void {
    const line = this.#lines.get(key(actor, tool));
    if (line === undefined) this.#lines.set(key(actor, tool), { attempt: 1, first: { ...call } });
    else {
      line.attempt += 1;
      line.first ??= { ...call };
    }
  }

  denied(actor: string, tool: string, purpose: string): void {
    const line = this.#lines.get(key(actor, tool));
    if (line === undefined) this.#lines.set(key(actor, tool), { attempt: 1, first: undefined });
    else line.attempt += 1;
    const denials = key(purpose, tool);
    this.#denials.set(denials, (this.#denials.get(denials) ?? 0) + 1);
  }
}

function key(first: string, second: string): string {
  return `${first.length}:${first}${second}`;
}
