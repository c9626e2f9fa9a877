import {
  type Called,
  type Doing,
  memberOf,
  type Of,
  type Passed,
  perform,
  type Placed,
  type Result,
  type Side,
} from "../operation.ts";
import { has, type Limit, narrowest } from "./authority.ts";
import { Calls } from "./calls.ts";
import { Ground, type Here, type Turn, waysOf } from "./ground.ts";
import { lies } from "./rules.ts";
import { isUnderway } from "./called.ts";
import { enter } from "./enter.ts";
import { changeGoal } from "./goal.ts";
import { ended, handOff, revoke } from "./life.ts";
import { nest, open } from "./seats.ts";
import { Threads } from "./threads.ts";

/** What Ambit should do, said in the shortest way: a small model of its laws and edges. */
export class Reference implements Side {
  readonly #ground: Ground;
  readonly #calls: Calls;
  readonly #seats = new Map<number, Here>();
  readonly #threads = new Threads();
  readonly #turns = new Map<number, Turn>();
  readonly #doing: Doing<Result> = {
    open: ({ asked }, { id }) => this.#sit(id, open(this.#ground, asked)),
    nest: ({ asked }, { id, seat }) => this.#sit(id, nest(this.#ground, this.#at(seat), asked)),
    enter: (entering, { id, seat }) => this.#sit(id, enter(this.#ground, this.#at(seat), entering)),
    goal: ({ goal }, { id, seat }) => this.#sit(id, changeGoal(this.#ground, this.#at(seat), goal)),
    revoke: (revoking, { seat }) => revoke(this.#at(seat), revoking),
    handoff: ({ targets }, { seat }) => handOff(this.#at(seat), targets),
    turn: (taken, placed) => this.#turn(placed, taken),
    call: (called, placed) => this.#call(placed, [called], [placed.id]),
    burst: ({ calls }, placed) =>
      this.#call(
        placed,
        calls,
        calls.map((_, index) => memberOf(placed.id, index)),
      ),
    finish: ({ ending }, { seat }) => this.#calls.finish(seat, ending),
    answer: (answering, { seat }) => this.#calls.answer(seat, answering),
    thread: (start, { id, seat }) => this.#sit(id, this.#threads.enter(this.#ground, this.#at(seat), start)),
    wait: ({ ms }) => this.#wait(ms),
    end: (_, { seat }) => this.#at(seat).run.end(),
  };

  constructor(parts: Pick<Ground, "table" | "people" | "purposes">) {
    this.#ground = new Ground(parts);
    this.#calls = new Calls(this.#ground, (id, body) => this.#seats.set(id, body));
  }

  apply(placed: Placed): Result {
    const result = perform(this.#doing, placed);
    this.#threads.keep();
    return result;
  }

  /** Whether an operation has to wait: one run after the other works on a thread, and a write for its like under way. */
  waits({ operation, seat }: Placed): boolean {
    if (operation.kind === "answer") return this.#calls.waits(seat);
    if (operation.kind !== "call" && operation.kind !== "burst") return false;
    const calls = operation.kind === "call" ? [operation] : operation.calls;
    const here = this.#at(seat);
    // whether calls that begin together run before the denials among them are counted, is a matter of time
    const isTight = here.thread !== undefined && !has(here.purse, { denials: calls.length });
    return (
      this.#threads.isLeft(here) ||
      (operation.kind === "burst" && isTight) ||
      calls.some((called) => isUnderway(here, called))
    );
  }

  /** Whether an agent's model is asked for another turn: once the denials are spent the agent says so, and ends. */
  mayGoOn(number: number): boolean {
    return has(this.#at(number).purse, { denials: 1 });
  }

  #at(seat: number): Here {
    return this.#seats.get(seat) as Here;
  }

  #wait(ms: number): Result {
    this.#ground.now += ms;
    return "done";
  }

  #sit(id: number, made: Here | string): Result {
    if (typeof made === "string") return `refused ${made}`;
    this.#seats.set(id, made);
    return "ok";
  }

  #call({ seat: number }: Placed, calls: readonly Called[], ids: readonly number[]): Result {
    const seat = this.#at(number);
    const turn = this.#turns.get(number);
    const made = calls.map((called, index) => ({ id: ids[index] as number, seat, called, turn }));
    return this.#calls.call(made).join(" | ");
  }

  #turn({ id, seat: number }: Placed, taken: Of<"turn">): Result {
    this.#turns.set(number, this.#taken(id, number, taken));
    return "done";
  }

  /** An intent only narrows: one outside the purpose changes nothing. */
  #taken(id: number, number: number, { declared, calls }: Of<"turn">): Turn {
    const seat = this.#at(number);
    const { until, purpose } = narrowest(seat.limits);
    const { tainted, seen } = seat.taint;
    const inherited = { id, calls, made: 0, limits: [], beyond: [], purpose: seat.purpose, tainted, seen };
    // nobody hears what the dead declare
    if (ended(seat) !== undefined) return { ...inherited, ...this.#turns.get(number), id, calls, made: 0 };
    if (declared === undefined || !lies(declared.purpose, purpose)) return inherited;
    if (!this.#ground.purposes.includes(declared.purpose)) return inherited;
    const limitsOf = (passed: Passed): readonly Limit[] => {
      const ways = waysOf(passed);
      const narrows = ways !== undefined || declared.purpose !== purpose;
      return narrows ? [{ until, purpose: declared.purpose, ways }] : [];
    };
    const { tools: _own, ...others } = declared;
    const beyond = limitsOf(others);
    return { ...inherited, limits: limitsOf(declared), beyond, purpose: declared.purpose };
  }
}
