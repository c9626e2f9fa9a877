import { AsyncLocalStorage } from "node:async_hooks";
import { AmbitError, type PolicyPort } from "@ambit/core";
import * as realGate from "@ambit/gate";
import type { Frame, Gate, HostCall } from "@ambit/gate";
import { memoryLedger } from "@ambit/ledger";
import { memoryThreads } from "@ambit/store";
import { goalRequestOf, requestOf } from "./request-of.ts";
import { CallUnderWay, Suspended } from "./call-under-way.ts";
import {
  type Called,
  type Doing,
  type Goal,
  memberOf,
  type Of,
  perform,
  type Placed,
  type Result,
  type Side,
} from "./operation.ts";

interface Seat {
  readonly frame: Frame;
  /** Lets the run end. */
  readonly release: () => void;
}

/** The calls of a seat's latest turn. */
interface Turn {
  readonly ids: readonly string[];
  next: number;
}

/** How the product is made; another one has a fault that must be found. */
export interface Making {
  /** Whether there are people who can be asked. */
  readonly people: boolean;
  readonly evaluation: "every-call" | "per-task";
  readonly gate?: GateModule;
}

export type GateModule = typeof realGate;

/**
 * The call that is made: whoever is asked through the instance is asked about this one. One storage for all histories: each
 * that there is costs time wherever something is awaited.
 */
const asking = new AsyncLocalStorage<CallUnderWay>();

/** The real gate with a real policy, a memory ledger and a clock that histories set. */
export class Product implements Side {
  readonly #module: GateModule;
  readonly #gate: Gate;
  readonly #people: boolean;
  readonly #seats = new Map<number, Seat>();
  readonly #turns = new Map<number, Turn>();
  readonly #calls = new Map<number, CallUnderWay>();
  readonly #threads = new Set<NonNullable<Frame["thread"]>>();
  readonly #doing: Doing<Result | Promise<Result>> = {
    open: ({ asked }, placed) => this.#sit(placed, () => this.#gate.open(requestOf(asked))),
    nest: ({ asked }, placed) => this.#sit(placed, () => this.#gate.open(requestOf(asked))),
    enter: (entering, placed) => this.#sit(placed, () => this.#enter(entering)),
    goal: ({ goal }, placed) => this.#sit(placed, () => this.#changeGoal(goal)),
    revoke: (revoking, { seat }) => this.#revoke(this.#at(seat), revoking),
    handoff: ({ targets }, { seat }) => this.#handOff(this.#at(seat), targets),
    turn: (taken, placed) => this.#turn(placed, taken),
    call: (called, placed) => this.#call(placed, called),
    burst: ({ calls }, placed) => this.#burst(placed, calls),
    finish: ({ ending }, { seat }) => this.#underWay(seat).finish(ending),
    answer: (answering, { seat }) => this.#underWay(seat).answer(answering),
    thread: (start, placed) => this.#sit(placed, () => this.#start(start)),
    wait: ({ ms }) => this.#wait(ms),
    end: (_, { seat }) => this.#end(this.#at(seat)),
  };
  /** What the person says who is asked about a goal. */
  #agrees: boolean | undefined;
  #now = Date.UTC(2030, 0, 1);

  constructor(policy: PolicyPort, { people, evaluation, gate = realGate }: Making) {
    this.#people = people;
    this.#module = gate;
    this.#gate = gate.createGate({
      policy,
      evaluation,
      ledger: memoryLedger(),
      threads: memoryThreads(),
      clock: () => this.#now,
      approve: async (question) => {
        const { tool, digest } = question;
        if (tool === "ambit.changeGoal") return { approved: this.#agrees === true, digest };
        const call = asking.getStore();
        if (call === undefined || !people) throw new Error("nobody is here");
        return call.ask(question);
      },
      isSuspension: (error) => error instanceof Suspended,
    });
  }

  async apply(placed: Placed): Promise<Result> {
    const result = await perform(this.#doing, placed);
    // as when a graph ends on its thread; what a run spends is there for others at once
    for (const thread of this.#threads) await thread.keep();
    return result;
  }

  /** Ends what is still under way, so that no timer of a question is left. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#calls.values()].map((call) => call.dispose()));
  }

  #at(seat: number): Seat {
    return this.#seats.get(seat) as Seat;
  }

  #underWay(call: number): CallUnderWay {
    return this.#calls.get(call) as CallUnderWay;
  }

  #wait(ms: number): Result {
    this.#now += ms;
    return "done";
  }

  #end({ release }: Seat): Result {
    release();
    return "done";
  }

  #sit({ id, seat: number }: Placed, enter: () => Promise<Frame>): Promise<Result> {
    const seat = this.#seats.get(number);
    return this.#told(seat, async () => {
      const frame = await enter();
      this.#seats.set(id, { frame, release: seat?.release ?? frame.run.hold() });
      return "ok";
    });
  }

  #handOff(seat: Seat, targets: readonly string[]): Promise<Result> {
    return this.#told(seat, async () => {
      await this.#gate.handOff({ targets });
      return "done";
    });
  }

  /** `gone` where no such run is known any more. */
  #revoke({ frame }: Seat, { whole, inside }: Of<"revoke">): Promise<Result> {
    const { id: run } = frame.run;
    const revocation = whole ? { run } : { run, frame: frame.id };
    return this.#told(inside ? { frame } : undefined, async () =>
      (await this.#gate.revoke(revocation)) ? "done" : "gone",
    );
  }

  /** What came of something that is done in a seat, or outside all of them. */
  async #told(seat: Pick<Seat, "frame"> | undefined, act: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#module.inFrame(seat?.frame, act);
    } catch (error) {
      const reason = AmbitError.find(error)?.reason;
      if (reason === undefined) throw error;
      return `refused ${reason}`;
    }
  }

  async #start({ thread, resumes, exists }: Of<"thread">): Promise<Frame> {
    const start = { thread, resumes, exists: async () => exists, agent: "a graph" };
    const frame = (await this.#gate.enterThread(start)) as Frame;
    if (frame.thread !== undefined) this.#threads.add(frame.thread);
    return frame;
  }

  #enter({ agent, passed, ttl }: Of<"enter">): Promise<Frame> {
    const delegation = ttl === undefined ? passed : { ...passed, ttl: `${ttl}ms` };
    return this.#gate.enterAgent(agent, { delegation });
  }

  #changeGoal(goal: Goal): Promise<Frame> {
    this.#agrees = goal.agrees;
    return this.#gate.changeGoal(goalRequestOf(goal), () => this.#module.currentFrame() as Frame);
  }

  async #turn({ id, seat: number }: Placed, { declared, calls }: Of<"turn">): Promise<Result> {
    const callIds = Array.from({ length: calls }, (_, index) => `call-${id}-${index}`);
    const told = { place: placeOf(number), messageId: `message-${id}`, callIds };
    const step =
      declared === undefined
        ? ({ ...told, source: "inherited" } as const)
        : ({ ...told, source: "tool", declared: { ...declared, goal: "a step" } } as const);
    await this.#module.inFrame(this.#at(number).frame, () => this.#gate.declareStep(step));
    this.#turns.set(number, { ids: callIds, next: 0 });
    return "done";
  }

  #call({ id, seat: number }: Placed, called: Called): Promise<Result> {
    const seat = this.#at(number);
    const call = new CallUnderWay(() => {
      const frame = this.#module.currentFrame() as Frame;
      this.#seats.set(id, { frame, release: seat.release });
    });
    this.#calls.set(id, call);
    const host = this.#hostCall(number, called);
    const made: HostCall = this.#people ? { ...host, approve: (question) => call.ask(question) } : host;
    const guard = () => this.#gate.guard(made, () => call.body());
    return call.start(() => asking.run(call, () => this.#module.inFrame(seat.frame, guard)));
  }

  async #burst(placed: Placed, calls: readonly Called[]): Promise<Result> {
    const begun = calls.map((called, index) =>
      this.#call({ ...placed, id: memberOf(placed.id, index) }, called),
    );
    return (await Promise.all(begun)).join(" | ");
  }

  #callId(number: number, { by, name }: Called): string | undefined {
    if (by === "named") return name;
    const turn = by === "turn" ? this.#turns.get(number) : undefined;
    return turn?.ids[turn.next++ % turn.ids.length];
  }

  #hostCall(number: number, called: Called): HostCall {
    const { tool, args, by, task } = called;
    const callId = this.#callId(number, called);
    return {
      tool,
      args,
      ...(by === "code" ? {} : { fromModel: true, place: placeOf(number) }),
      ...(callId === undefined ? {} : { callId }),
      ...(task === undefined ? {} : { task }),
    };
  }
}

/** The namespace of the graph that runs in a seat. */
function placeOf(seat: number): string {
  return `place-${seat}`;
}
