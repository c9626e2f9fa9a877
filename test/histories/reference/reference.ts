import { type Called, memberOf, type Of, type Placed, type Result, type Side } from "../operation.ts";
import { has, narrowest } from "./authority.ts";
import { Calls } from "./calls.ts";
import { Ground, type Here, type Turn, waysOf } from "./ground.ts";
import { lies } from "./rules.ts";
import { enter } from "./enter.ts";
import { changeGoal } from "./goal.ts";
import { ended } from "./life.ts";
import { nest, open } from "./seats.ts";

/** What Ambit should do, said in the shortest way: a small model of sections 2 and 6 of the design. */
export class Reference implements Side {
  readonly #ground: Ground;
  readonly #calls: Calls;
  readonly #seats = new Map<number, Here>();
  readonly #turns = new Map<number, Turn>();

  constructor(parts: Pick<Ground, "table" | "people" | "purposes">) {
    this.#ground = new Ground(parts);
    this.#calls = new Calls(this.#ground, (id, body) => this.#seats.set(id, body));
  }

  apply(placed: Placed): Result {
    const { id, operation, seat: number } = placed;
    const seat = this.#seats.get(number) as Here;
    switch (operation.kind) {
      case "open":
        return this.#sit(id, open(this.#ground, operation.asked));
      case "nest":
        return this.#sit(id, nest(this.#ground, seat, operation.asked));
      case "enter":
        return this.#sit(id, enter(this.#ground, seat, operation));
      case "goal":
        return this.#sit(id, changeGoal(this.#ground, seat, operation.goal));
      case "turn":
        this.#turns.set(number, this.#turn(placed, seat, operation));
        return "done";
      case "call":
        return this.#call(placed, [operation], [id]);
      case "burst":
        return this.#call(
          placed,
          operation.calls,
          operation.calls.map((_, index) => memberOf(id, index)),
        );
      case "finish":
        return this.#calls.finish(number, operation.ending);
      case "answer":
        return this.#calls.answer(number, operation.yes);
      case "wait":
        this.#ground.now += operation.ms;
        return "done";
      case "end":
        seat.run.open = false;
        return "done";
    }
  }

  /** Whether an agent's model is asked for another turn: once the denials are spent the agent says so, and ends. */
  mayGoOn(number: number): boolean {
    return has((this.#seats.get(number) as Here).purse, { denials: 1 });
  }

  #sit(id: number, made: Here | string): Result {
    if (typeof made === "string") return `refused ${made}`;
    this.#seats.set(id, made);
    return "ok";
  }

  #call({ seat: number }: Placed, calls: readonly Called[], ids: readonly number[]): Result {
    const seat = this.#seats.get(number) as Here;
    const turn = this.#turns.get(number);
    const made = calls.map((called, index) => ({ id: ids[index] as number, seat, called, turn }));
    return this.#calls.call(made).join(" | ");
  }

  /** An intent only narrows: one outside the purpose changes nothing. */
  #turn({ id, seat: number }: Placed, seat: Here, { declared, calls }: Of<"turn">): Turn {
    const { until, purpose } = narrowest(seat.limits);
    const { tainted, seen } = seat.taint;
    const inherited = { id, calls, made: 0, limits: [], purpose: seat.purpose, tainted, seen };
    // nobody hears what the dead declare
    if (ended(seat) !== undefined) return { ...inherited, ...this.#turns.get(number), id, calls, made: 0 };
    if (declared === undefined || !lies(declared.purpose, purpose)) return inherited;
    if (!this.#ground.purposes.includes(declared.purpose)) return inherited;
    const ways = waysOf(declared);
    const narrows = ways !== undefined || declared.purpose !== purpose;
    const limits = narrows ? [{ until, purpose: declared.purpose, ways }] : [];
    return { ...inherited, limits, purpose: declared.purpose };
  }
}
