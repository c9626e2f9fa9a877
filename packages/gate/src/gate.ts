import {
  AmbitError,
  type CodeName,
  type PolicyHealth,
  type PolicyPort,
  type Principal,
  type ReloadResult,
} from "@ambit/core";
import type { HostCall, ToolBody } from "./call/host-call.ts";
import { modelText } from "./call/model-text.ts";
import type { Denial, GuardOutcome } from "./call/outcome.ts";
import type { GateContext } from "./context.ts";
import { changeGoal } from "./edge/change-goal.ts";
import { enterAgent, type Entering } from "./edge/enter-agent.ts";
import { handOff, type Handoff, noteHandoff } from "./edge/hand-off.ts";
import { refuseRemote } from "./edge/refuse-remote.ts";
import { lastScope } from "./edge/step.ts";
import { currentFrame, inFrame } from "./frame/current.ts";
import type { Frame } from "./frame/frame.ts";
import { whyEnded } from "./frame/why-ended.ts";
import { gateContext, type GateOptions } from "./options.ts";
import { isReloadable } from "./policy/policy-in-force.ts";
import { watchReloads } from "./policy/watch-reloads.ts";
import { pipeline } from "./pipeline.ts";
import { declareStep, type Turn } from "./run/declare-step.ts";
import type { GoalRequest } from "./run/goal-request.ts";
import { openRun } from "./run/open.ts";
import { revoke, type Revocation } from "./run/revoke.ts";
import { enterThread, type ThreadStart } from "./thread/enter-thread.ts";
import type { RunRequest } from "./run/request.ts";

const gates = new WeakMap<object, Gate>();

/** The gate to which a frame belongs; undefined for a frame that is nobody's. */
export function gateOfFrame({ owner }: Frame): Gate | undefined {
  return gates.get(owner);
}

/** The one door to tools: opens runs, narrows authority along edges, decides every call. */
export class Gate {
  readonly #context: GateContext;

  constructor(options: GateOptions) {
    this.#context = gateContext(options);
    watchReloads(this.#context);
    gates.set(this.#context, this);
  }

  get policy(): PolicyPort {
    return this.#context.policy;
  }

  /**
   * Reads the policy again; the last good one stays in force when it does not compile. Recorded either way.
   *
   * Rejects with `reload_unavailable`, and inside a run with `reload_refused`.
   */
  async reload(): Promise<ReloadResult> {
    const { policy } = this.#context;
    if (!isReloadable(policy)) throw new AmbitError("reload_unavailable");
    return policy.reload();
  }

  health(): PolicyHealth {
    const { policy } = this.#context;
    return isReloadable(policy) ? policy.health() : { version: policy.version };
  }

  /** Opens a run, or inside a frame a narrower one; the caller holds it open (`frame.run.hold()`). */
  open(request: RunRequest): Promise<Frame> {
    return openRun(this.#context, request);
  }

  /** Opens a run and keeps it open until `fn` has settled and every hold is released (L7). */
  async run<T>(request: RunRequest, fn: () => T | PromiseLike<T>): Promise<T> {
    const frame = await this.open(request);
    const release = frame.run.hold();
    try {
      return await inFrame(frame, fn);
    } finally {
      release();
    }
  }

  /**
   * Gives the current run another goal and calls `fn` under it; all authority from before ends at its next check.
   *
   * For trusted code in the callback of the run. Rejects with `AmbitDeniedError` when it is refused.
   */
  async changeGoal<T>(request: GoalRequest, fn: () => T | PromiseLike<T>): Promise<T> {
    return inFrame(await changeGoal(this.#context, request), fn);
  }

  /**
   * Ends the authority of a run, or of one of its frames and of all that came out of it, at their next check; `false` where
   * no such run is open in this process. For trusted code: inside a tool it rejects with `AmbitDeniedError`.
   */
  revoke(revocation: Revocation): Promise<boolean> {
    return revoke(this.#context, revocation);
  }

  /** The frame of an agent that is entered in the current frame: an `open`, a `delegate` or a `handoff` edge. */
  enterAgent(agent: string, entering?: Entering): Promise<Frame> {
    return enterAgent(this.#context, agent, entering);
  }

  /** Refuses to call an agent in another process, to which no grant goes along. Rejects with `AmbitDeniedError`. */
  refuseRemote(agent: string): Promise<never> {
    return refuseRemote(this.#context, agent);
  }

  /**
   * Hands over from the current frame, that of a tool's body: its agent is suspended, and who is entered as a target gets
   * no more than it had. Rejects with `AmbitDeniedError`.
   */
  handOff(handoff: Handoff): Promise<void> {
    return handOff(this.#context, handoff);
  }

  /** Notes that the graph of the current frame has ended in a handoff, whoever caused it. */
  noteHandoff(handoff: Handoff): void {
    const frame = this.#ownFrame();
    if (frame !== undefined) noteHandoff(frame, handoff);
  }

  /**
   * The frame for a graph that starts on a thread in the current one. Whoever enters it saves the thread when the graph has
   * ended (`frame.thread.keep()`).
   */
  enterThread(start: ThreadStart): Promise<Frame | undefined> {
    return enterThread(this.#context, start);
  }

  /** Ties the tool calls of a model turn to the intent that it declared; call it before any of them is scheduled. */
  declareStep(turn: Turn): Promise<void> {
    return declareStep(this.#context, turn);
  }

  /** Decides a call in the current frame and runs it or refuses it. */
  guard(host: HostCall, body: ToolBody): Promise<GuardOutcome> {
    return pipeline(this.#context, { host, body });
  }

  /** Whether any call of a tool could be allowed in the current frame: to hide tools, never to decide. */
  mayReach(tool: string): boolean {
    const frame = this.#ownFrame();
    if (frame === undefined) return true;
    const { tools } = lastScope(frame.grant);
    if (tools !== "any" && !Object.hasOwn(tools, tool)) return false;
    const { subject } = frame.run;
    const principals: Principal[] = [
      { id: subject.id, roles: subject.roles },
      ...frame.actors.map((id) => ({ id })),
    ];
    return principals.every((principal) => this.#context.policy.mayReach(principal, tool));
  }

  /** Takes one model call from the budgets of the current frame; a code says why there is none. */
  takeModelCall(): CodeName | undefined {
    const frame = this.#ownFrame();
    if (frame === undefined) return undefined;
    const { counter } = frame;
    const ended = whyEnded(frame);
    if (ended !== undefined) return ended;
    if (counter.isSpent("denials")) return "denials_spent";
    if (counter.isSpent("tokens")) return "budget_spent";
    return counter.reserve({ modelCalls: 1 }) === undefined ? undefined : "budget_spent";
  }

  /** What a model reads of a denial. */
  modelText(reason: CodeName): string {
    return modelText(this.#context, reason);
  }

  /** The latest call that the agent of the current frame was denied since it was entered. */
  lastDenial(): Denial | undefined {
    return this.#ownFrame()?.entry.denial;
  }

  /** Counts what a model call has used, and the call itself where nobody took it beforehand. */
  countModel(tokens: number, calls: 0 | 1 = 0): void {
    this.#ownFrame()?.counter.count({ modelCalls: calls, tokens });
  }

  #ownFrame(): Frame | undefined {
    const frame = currentFrame();
    return frame?.owner === this.#context ? frame : undefined;
  }
}

/** Builds a gate; throws `config_invalid`. */
export function createGate(options: GateOptions): Gate {
  return new Gate(options);
}
