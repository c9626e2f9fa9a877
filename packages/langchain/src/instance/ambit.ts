import type { LedgerPort, PolicyHealth, PolicyPort, ReloadResult } from "@ambit/core";
import type { GoalRequest, Revocation, RunRequest } from "@ambit/gate";
import type { StructuredTool } from "@langchain/core/tools";
import type { AgentMiddleware } from "langchain";
import type { Bound, RequestSource } from "../bind/bind.ts";
import type { Delegable, DelegateOptions } from "../delegate/delegate.ts";
import type { AmbitHandler, HandlerOptions } from "../handler/handler.ts";
import type { MiddlewareOptions } from "../middleware/middleware.ts";
import type { ProtectOptions, Protected } from "../protect/protect.ts";

/** One Ambit instance: a policy, a ledger, and everything that stands under them. */
export interface Ambit {
  readonly policy: PolicyPort;
  readonly ledger: LedgerPort;
  /**
   * Opens a run and calls `fn` in it; a run inside a run is a delegation and can only narrow.
   *
   * The run ends when `fn` has settled and every stream that a protected agent began inside it has ended (L7).
   */
  run<T>(request: RunRequest, fn: () => T | PromiseLike<T>): Promise<T>;
  /**
   * Gives the run another goal and calls `fn` under it. For trusted code in the callback of `run`, never for a tool.
   *
   * The policy decides, and a person if `approve` names a role. What was begun before ends at its next check, in sub-agents
   * and streams too; what was spent stays spent. Rejects with `AmbitDeniedError` when it is refused.
   */
  changeGoal<T>(request: GoalRequest, fn: () => T | PromiseLike<T>): Promise<T>;
  /**
   * Ends the authority of a run at its next check, in sub-agents and streams too; with `frame`, an id out of the ledger, that
   * of one agent and of all below it. For trusted code: inside a tool it rejects with `AmbitDeniedError`.
   *
   * Resolves to `false` where no such run is open in this process: revoke where it runs.
   */
  revoke(revocation: Revocation): Promise<boolean>;
  /**
   * Seals every tool that an agent or a compiled graph can reach, in place, and lets it act as `agent` inside runs.
   *
   * Throws `tool_unsealed`, `protect_conflict` and `middleware_foreign`.
   */
  protect<T extends object>(target: T, options: ProtectOptions): T & Protected;
  /** Seals tools in place and gives them back. */
  tools<T extends readonly object[]>(tools: T): T;
  /** Learns the intent of each model turn, hides unreachable tools, counts model calls. */
  middleware(options?: MiddlewareOptions): AgentMiddleware;
  /**
   * A callback handler for models that graph nodes call themselves: learns the intent of each turn, counts model calls and
   * tokens. Where the middleware is, it leaves the turn to it.
   */
  handler(options?: HandlerOptions): AmbitHandler;
  /** The tool by which a model declares its intent: for models that graph nodes call, to bind and to put in the tool node. */
  readonly intentTool: StructuredTool;
  /** A pair of `protect` and `run` with the request bound, for route handlers. */
  bind<A extends readonly unknown[] = []>(request: RequestSource<A>): Bound<A>;
  /** An agent as a tool: its calls run under a delegation from the caller. */
  delegate(agent: Delegable, options: DelegateOptions): StructuredTool;
  /**
   * Reads the policy again: nothing is watched. A policy that does not compile leaves the last good one in force; either
   * is recorded. A call under way is decided under the policy with which it began.
   *
   * Rejects with `reload_refused` inside a run, with `reload_unavailable` for a ready policy that cannot be reloaded.
   */
  reload(): Promise<ReloadResult>;
  /** The policy in force, and why the latest reload failed if it did. */
  health(): { readonly policy: PolicyHealth };
  /** Closes a ledger that this instance opened. */
  close(): void;
}
