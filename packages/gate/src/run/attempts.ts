import type { JsonObject } from "@ambit/core";
import { type DeniedIds, Denials } from "./denials.ts";

/** What became of the earlier attempts at a tool. */
export interface History {
  /** 1 for a first attempt. */
  readonly attempt: number;
  /** Digest and arguments of the first failed attempt, while none has succeeded since. */
  readonly first?: FailedCall;
  /** The tool was denied too often in this purpose. */
  readonly gone: boolean;
  /** The ids of denied calls of this tool and purpose. */
  readonly denied: readonly DeniedIds[];
  /** The host's task that runs the call, if it has any. */
  readonly task: Task | undefined;
}

interface FailedCall {
  readonly digest: string;
  readonly args: JsonObject;
}

/** A call of one task of the host, which may run it again. */
interface Task {
  entered: number;
  /** Digest of the arguments with which the tool has run. */
  ran: string | undefined;
}

/** Who calls: the chain of agents, first to current one. */
interface Caller {
  readonly actors: readonly string[];
}

/** What was asked for and refused. */
interface Refused {
  readonly purpose: string;
  readonly attempt: number | undefined;
  readonly ids: DeniedIds | undefined;
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
 * by one to which it delegated, or by the one that delegated to it: handing a failed call on is no fresh start. Calls that
 * fail side by side are one attempt. The success of a retry ends the line; a call that ran beside it ends nothing.
 */
export class Attempts {
  // made when there is something to keep: an empty map weighs more than most of a run
  #lines: Map<string, Line[]> | undefined;
  readonly #denials = new Denials();
  #tasks: Map<string, Task> | undefined;

  /** The history of a tool for a caller and purpose; `task` names the host's task and call, if it has any. */
  look(
    caller: Caller,
    tool: string,
    { purpose, task }: { readonly purpose: string; readonly task: string | undefined },
  ): History {
    const entered = task === undefined ? undefined : this.#enter(task);
    let before = entered === undefined ? 0 : entered.entered - 1;
    let first: FailedCall | undefined;
    for (const line of this.#related(caller, tool)) {
      before = Math.max(before, line.attempts);
      first ??= line.first;
    }
    const gone = this.#denials.isGone(tool, purpose);
    const denied = this.#denials.of(tool, purpose, (actors) => isRelated(actors, caller.actors));
    const history = { attempt: before + 1, gone, denied, task: entered };
    return first === undefined ? history : { ...history, first };
  }

  /** Takes back an attempt that has not begun: the host will come with it again. */
  withdraw({ task }: History): void {
    if (task !== undefined) task.entered -= 1;
  }

  /** Ends the lines that a call continued, as its history told. */
  succeeded(caller: Caller, tool: string, { attempt }: History): void {
    if (attempt === 1) return;
    const related = this.#related(caller, tool);
    if (related.length === 0) return;
    const others = (this.#lines?.get(tool) ?? []).filter((line) => !related.includes(line));
    this.#lines?.set(tool, others);
  }

  failed(caller: Caller, tool: string, { call, attempt }: { call: FailedCall; attempt: number }): void {
    this.#own(caller, tool, attempt).first ??= { digest: call.digest, args: call.args };
  }

  denied(caller: Caller, tool: string, { purpose, attempt, ids }: Refused): void {
    this.#own(caller, tool, attempt);
    this.#denials.add({ tool, purpose }, { actors: caller.actors, ids });
  }

  /** The caller's own line, after an attempt; one whose number is not known is one more. */
  #own({ actors }: Caller, tool: string, attempt: number | undefined): Line {
    this.#lines ??= new Map();
    const lines = this.#lines.get(tool) ?? [];
    this.#lines.set(tool, lines);
    let line = lines.find((known) => known.actors.length === actors.length && isAbove(known.actors, actors));
    if (line === undefined) {
      line = { actors, attempts: 0, first: undefined };
      lines.push(line);
    }
    line.attempts = Math.max(line.attempts, attempt ?? line.attempts + 1);
    return line;
  }

  /** The lines of the caller, of those above it and of those below it. */
  #related({ actors }: Caller, tool: string): readonly Line[] {
    const lines = this.#lines?.get(tool);
    return lines === undefined ? [] : lines.filter((line) => isRelated(line.actors, actors));
  }

  #enter(task: string): Task {
    this.#tasks ??= new Map();
    const known = this.#tasks.get(task) ?? { entered: 0, ran: undefined };
    this.#tasks.set(task, known);
    known.entered += 1;
    return known;
  }
}

/** Whether one chain of agents is the beginning of the other, or the same. */
function isRelated(one: readonly string[], other: readonly string[]): boolean {
  return isAbove(one, other) || isAbove(other, one);
}

/** Whether a chain of agents is the beginning of another, or the same. */
function isAbove(above: readonly string[], below: readonly string[]): boolean {
  return above.every((actor, index) => below[index] === actor);
}
