import type { Asked, Called, Passed } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import type { Limit, Purse, Seat } from "./authority.ts";
import { Handoffs } from "./handoffs.ts";
import { type Before, Lines } from "./lines.ts";
import type { Crossing, Names, Subjected, Table } from "./rules.ts";
import { type Taint, taintIn } from "./taint.ts";
import type { Question } from "./threads.ts";
import type { Begun, Mark } from "./writes.ts";
import type { Asking } from "./questions.ts";

/** One task: what all its seats share. */
export class Run {
  readonly asked: Asked;
  readonly lines = new Lines();
  /** What is spent for any of its goals. */
  readonly purse: Purse;
  /** What was read anywhere in it. */
  readonly taint: Taint = taintIn();
  /** What is revoked. */
  readonly revoked = new Set<object>();
  /** What the user names for the present goal. */
  named: string | undefined;
  generation = 1;
  handoffs = new Handoffs();
  /** The questions that it has put on threads, and out of what. */
  readonly questions: { readonly question: Question; readonly origins: readonly object[] }[] = [];
  /** What it has written on threads, by thread and mark of the call. */
  readonly writes = new Map<string, Begun>();
  open = true;
  /** Calls that have not ended. */
  #underway = 0;
  #isGone = false;

  constructor(asked: Asked, purse: Purse) {
    this.asked = asked;
    this.purse = purse;
    this.named = asked.named;
  }

  /** Whether it is over and all its calls have ended: nobody knows it any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  end(): "done" {
    this.open = false;
    this.#isGone ||= this.#underway === 0;
    return "done";
  }

  /** A call begins, or ends. */
  count(calls: 1 | -1): void {
    this.#underway += calls;
    this.#isGone ||= !this.open && this.#underway === 0;
  }

  /** Gives the run another goal. */
  begin(named: string | undefined): void {
    this.named = named;
    this.generation += 1;
    this.handoffs = this.handoffs.kept();
  }
}

export type Here = Seat<Run>;

/** What a model turn declared, and how many calls it made. */
export interface Turn {
  readonly id: number;
  readonly limits: readonly Limit[];
  /** What of them binds what its calls set off: not the tools, which are those that it calls itself. */
  readonly beyond: readonly Limit[];
  readonly purpose: string;
  readonly calls: number;
  /** What had been read when it was taken. */
  readonly tainted: boolean;
  readonly seen: number;
  /** How many of its calls have been made. */
  made: number;
}

/** A call that was allowed, or that people are asked about. */
export interface Underway {
  readonly seat: Here;
  /** The call itself, and what it sets off. */
  readonly body: Here;
  readonly inside: Here;
  readonly called: Called;
  readonly before: Before;
  readonly subjected: Subjected;
  /** What tells it from other calls of its thread. */
  readonly mark: Mark | undefined;
  /** Whom it must ask, the first one next. */
  roles: readonly string[];
  asking: Asking | undefined;
  /** What it has asked so far. */
  readonly asked: Asking[];
}

/** What everything stands on: the policy, whether people can be asked, the time. */
export class Ground {
  readonly table: Table;
  readonly people: boolean;
  readonly purposes: readonly string[];
  now = 0;

  constructor(parts: Pick<Ground, "table" | "people" | "purposes">) {
    this.table = parts.table;
    this.people = parts.people;
    this.purposes = parts.purposes;
  }

  /** The names of principals in a run: each one's own and its roles. */
  names({ asked }: Run): Names {
    return (principal) => [
      principal,
      ...(this.table.roles[principal] ?? []),
      ...(principal === asked.subject ? asked.roles : []),
    ];
  }
}

/** Who acts in a seat. */
export function acting({ actors, run }: Here): string {
  return actors.at(-1) ?? run.asked.subject;
}

/** An edge at which the one who acts narrows itself. */
export function own(seat: Here, edge: string): Crossing {
  return { edge, from: acting(seat), to: acting(seat) };
}

/** A narrowing to tools, to resources or to both. */
export function waysOf({ tools, resources }: Passed): Limit["ways"] {
  if (tools === undefined && resources === undefined) return undefined;
  return (tools ?? TOOL_NAMES).map((tool) => (resources === undefined ? { tool } : { tool, resources }));
}
