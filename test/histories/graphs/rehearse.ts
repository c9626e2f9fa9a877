import { memberOf, type Operation, type Result } from "../operation.ts";
import { Reference } from "../reference/reference.ts";
import type { Table } from "../reference/rules.ts";
import { PURPOSES } from "../world.ts";
import { callIdOf, FIRST } from "./call-id.ts";
import type { Graph, Spoken, Team } from "./team.ts";

/** What came of each call by its id, one result per try, and of each entry of an agent in order. */
export interface Course {
  readonly calls: Map<string, string[]>;
  readonly entries: string[];
}

/** A course, and the calls whose tools work, once for each try. */
export interface Rehearsed extends Course {
  readonly worked: string[];
}

/** What the reference expects of a graph. */
export function rehearse(table: Table, graph: Graph): Rehearsed {
  const rehearsal = new Rehearsal(table, graph);
  rehearsal.enter(0, FIRST, graph.team);
  return rehearsal.course;
}

class Rehearsal {
  readonly course: Rehearsed = { calls: new Map(), entries: [], worked: [] };
  readonly #reference: Reference;
  readonly #tries: number;
  #next = 1;

  constructor(table: Table, { asked, people, tries }: Graph) {
    this.#reference = new Reference({ table, people, purposes: PURPOSES });
    this.#tries = tries;
    this.#reference.apply({ id: 0, operation: { kind: "open", asked }, seat: -1 });
  }

  /** The whole work of an agent; false when it is not let in. */
  enter(seat: number, task: string, { agent, passed, turns, callee }: Team): boolean {
    const id = this.#next++;
    const entered = this.#apply(id, { kind: "enter", at: 0, agent, passed }, seat);
    this.course.entries.push(entered);
    if (entered !== "ok") return false;
    for (const [turn, { declared, calls }] of turns.entries()) {
      if (!this.#reference.mayGoOn(id)) break;
      const told = { kind: "turn", at: 0, calls: calls.length } as const;
      this.#apply(this.#next++, declared === undefined ? told : { ...told, declared }, id);
      const ids = calls.map((_, index) => callIdOf(task, turn, index));
      this.#speak(id, { calls, ids, callee });
    }
    return true;
  }

  /** The calls of one turn begin together; then the tools work, and the callee last. */
  #speak(
    seat: number,
    {
      calls,
      ids,
      callee,
    }: {
      readonly calls: readonly Spoken[];
      readonly ids: readonly string[];
      readonly callee: Team | undefined;
    },
  ): void {
    const id = this.#next++;
    const burst = { kind: "burst", at: 0, calls: calls.map(({ called }) => called) } as const;
    const results = this.#apply(id, burst, seat).split(" | ");
    const settled = results.map((result, index) =>
      this.#settle(result, memberOf(id, index), calls[index] as Spoken),
    );
    settled.forEach((result, index) => this.#note(ids[index] as string, result));
    const running = calls
      .map((spoken, index) => ({ spoken, member: memberOf(id, index), callId: ids[index] as string }))
      .filter((_, index) => settled[index] === "allow");
    const [asking, working] = [running.filter(asks), running.filter((each) => !asks(each))];
    for (const { spoken, member, callId } of working) this.#work(seat, { spoken, member, callId });
    for (const { member, callId } of asking) {
      if (callee === undefined) this.course.worked.push(callId);
      const done = callee === undefined || this.enter(member, callId, callee);
      this.#apply(this.#next++, { kind: "finish", at: 0, ending: done ? "returns" : "throws" }, member);
    }
  }

  /** A tool works, and is tried again where it fails. */
  #work(
    seat: number,
    made: { readonly spoken: Spoken; readonly member: number; readonly callId: string },
  ): void {
    const { spoken, callId } = made;
    let { member } = made;
    for (let left = this.#tries - 1; ; left--) {
      this.course.worked.push(callId);
      this.#apply(
        this.#next++,
        { kind: "finish", at: 0, ending: spoken.throws ? "throws" : "returns" },
        member,
      );
      if (!spoken.throws || left === 0) return;
      member = this.#next++;
      const again = this.#apply(member, { kind: "call", at: 0, ...spoken.called }, seat);
      const result = this.#settle(again, member, spoken);
      this.#note(callId, result);
      if (result !== "allow") return;
    }
  }

  /** Whoever is asked answers at once, each question alike. */
  #settle(result: Result, member: number, { yes }: Spoken): Result {
    let settled = result;
    while (settled === "ask") settled = this.#apply(this.#next++, { kind: "answer", at: 0, yes }, member);
    return settled;
  }

  #note(callId: string, result: Result): void {
    const known = this.course.calls.get(callId) ?? [];
    this.course.calls.set(callId, [...known, result]);
  }

  #apply(id: number, operation: Operation, seat: number): Result {
    return this.#reference.apply({ id, operation, seat });
  }
}

function asks({ spoken }: { readonly spoken: Spoken }): boolean {
  return spoken.called.tool === "ask";
}
