import type { Grant, Intent } from "@ambit/core";
import type { Counter } from "../run/counter.ts";
import type { Run } from "../run/run.ts";
import type { Steps } from "../run/steps.ts";
import type { RunThread } from "../thread/run-thread.ts";
import type { Entry } from "./entry.ts";
import type { TaintScope } from "./taint-scope.ts";

/** The call in whose body a frame lives. */
export interface FrameCall {
  readonly decision: string;
  readonly tool: string;
}

/** The thread that a request names: no graph starts on another one in its run, but in what a tool or another thread does. */
export interface NamedThread {
  readonly id: string;
  /** The decision of the call in whose body it was named. */
  readonly call: string | undefined;
  /** The thread on which it was named. */
  readonly thread: RunThread | undefined;
}

/** Everything that makes a frame. */
export interface FrameParts {
  readonly id: string;
  readonly owner: object;
  readonly run: Run;
  readonly actors: readonly string[];
  readonly grant: Grant;
  readonly counter: Counter;
  readonly intent: Intent;
  readonly depth: number;
  readonly generation: number;
  readonly entry: Entry;
  readonly taint: TaintScope;
  readonly isInTool?: boolean;
  readonly thread?: RunThread | undefined;
  readonly named?: NamedThread | undefined;
  readonly call?: FrameCall | undefined;
  readonly branchMax: number;
}

/** The authority of the current call: who, with which grant, intent and run. Immutable but for the count of its calls. */
export class Frame {
  readonly id: string;
  /** The Ambit instance to which the frame belongs; any other denies `frame_foreign`. */
  readonly owner: object;
  readonly run: Run;
  /** Agent ids, first actor to current one; empty before an agent has entered. */
  readonly actors: readonly string[];
  readonly grant: Grant;
  readonly counter: Counter;
  readonly intent: Intent;
  /** How many delegations lie behind. */
  readonly depth: number;
  /** The generation of the run in which the frame was made: with the next one it ends. */
  readonly generation: number;
  /** The entering of its agent: with that one it ends. */
  readonly entry: Entry;
  /** What was read by whoever acts in this frame, and below. */
  readonly taint: TaintScope;
  /** Whether the body of a tool lies anywhere above: trusted code speaks elsewhere. */
  readonly isInTool: boolean;
  /** The thread on which the graph runs that is at work; undefined for one that the host cannot bring back. */
  readonly thread: RunThread | undefined;
  /** The thread that the request of the innermost run names; undefined where it names none. */
  readonly named: NamedThread | undefined;
  /** Set inside the body of a tool. */
  readonly call: FrameCall | undefined;
  /** How many calls may stand side by side; `Infinity` without a cap. */
  readonly branchMax: number;
  #underWay = 0;

  constructor(parts: FrameParts) {
    this.id = parts.id;
    this.owner = parts.owner;
    this.run = parts.run;
    this.actors = parts.actors;
    this.grant = parts.grant;
    this.counter = parts.counter;
    this.intent = parts.intent;
    this.depth = parts.depth;
    this.generation = parts.generation;
    this.entry = parts.entry;
    this.taint = parts.taint;
    this.isInTool = parts.isInTool === true || parts.call !== undefined;
    this.thread = parts.thread;
    this.named = parts.named;
    this.call = parts.call;
    this.branchMax = parts.branchMax;
    Object.freeze(this);
  }

  /** Calls made in this frame that have not settled. */
  get callsUnderWay(): number {
    return this.#underWay;
  }

  /** Tells that a call is made in this frame; call the returned function once, when it has settled. */
  beginCall(): () => void {
    const settled = this.run.beginCall();
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      settled();
    };
  }

  /** The turns to which calls belong: those of the thread, else those of the run. */
  get steps(): Steps {
    return this.thread?.steps ?? this.run.steps;
  }

  /** The generation of the goal, counted over all runs of the thread. */
  get goalGeneration(): number {
    return this.thread?.generation ?? this.run.generation;
  }

  /** Whether a request names another thread than this one for what starts here. */
  isForOther(thread: string): boolean {
    const { named } = this;
    const isHere = named?.call === this.call?.decision && named?.thread === this.thread;
    return named !== undefined && isHere && named.id !== thread;
  }

  /** A frame like this one but for `changes`. */
  with(changes: Partial<FrameParts>): Frame {
    return this.#changed(changes, changes.call ?? this.call);
  }

  /** A frame like this one but for `changes`, outside the body of any tool. */
  outsideTool(changes: Partial<FrameParts>): Frame {
    return this.#changed(changes, undefined);
  }

  // member by member: spreading the old parts is several times as slow, and every call makes a frame
  // oxlint-disable-next-line complexity -- a list of members, no branching
  #changed(changes: Partial<FrameParts>, call: FrameCall | undefined): Frame {
    return new Frame({
      id: changes.id ?? this.id,
      owner: changes.owner ?? this.owner,
      run: this.run,
      actors: changes.actors ?? this.actors,
      grant: changes.grant ?? this.grant,
      counter: changes.counter ?? this.counter,
      intent: changes.intent ?? this.intent,
      depth: changes.depth ?? this.depth,
      generation: changes.generation ?? this.generation,
      entry: changes.entry ?? this.entry,
      taint: changes.taint ?? this.taint,
      isInTool: this.isInTool,
      thread: changes.thread ?? this.thread,
      named: changes.named ?? this.named,
      call,
      branchMax: changes.branchMax ?? this.branchMax,
    });
  }
}
