import {
  AmbitError,
  type CarryRequest,
  type Clock,
  type OpenRequest,
  type PolicyAnswer,
  type PolicyHealth,
  type PolicyRequest,
  type Principal,
  type ReloadablePolicy,
  type ReloadFailure,
  type ReloadObserver,
  type ReloadResult,
  type ResourceClass,
  type ToolEntry,
} from "@ambit/core";

import { PolicyError } from "../finding/policy-error.ts";
import type { PolicySource } from "../source/policy-source.ts";
import { loadPolicy } from "./load-policy.ts";
import type { PolicyOptions } from "./policy-options.ts";
import type { PolicySnapshot } from "./policy-snapshot.ts";

/** Options of a policy that can be reloaded. */
export interface HandleOptions extends PolicyOptions {
  /** Default: `Date.now`. */
  readonly clock?: Clock;
}

const MOST_FINDINGS = 20;

/**
 * Loads a policy that can be reloaded: by `reload()` alone, nothing is watched.
 *
 * Rejects as `loadPolicy` does.
 */
export async function openPolicy(source: PolicySource, options: HandleOptions = {}): Promise<PolicyHandle> {
  const { clock = Date.now, ...own } = options;
  const load = (): Promise<PolicySnapshot> => loadPolicy(source, own);
  return new PolicyHandle(await load(), load, clock);
}

/** A policy in force. A reload exchanges one reference; what was pinned before stays as it was. */
export class PolicyHandle implements ReloadablePolicy {
  readonly #load: () => Promise<PolicySnapshot>;
  readonly #clock: Clock;
  readonly #observers: ReloadObserver[] = [];
  #snapshot: PolicySnapshot;
  #loadedAt: number;
  #lastFailure: ReloadFailure | undefined;
  /** What the sealed tools take: a policy that is loaded later must fit them too. */
  #schemas: ReadonlyMap<string, unknown> = new Map();
  /** The reload that has not begun to read: whoever asks now gets its result. */
  #waiting: Promise<ReloadResult> | undefined;
  #latest: Promise<unknown> = Promise.resolve();

  constructor(snapshot: PolicySnapshot, load: () => Promise<PolicySnapshot>, clock: Clock) {
    this.#snapshot = snapshot;
    this.#load = load;
    this.#clock = clock;
    this.#loadedAt = clock();
  }

  pin(): PolicySnapshot {
    return this.#snapshot;
  }

  observe(observer: ReloadObserver): void {
    this.#observers.push(observer);
  }

  health(): PolicyHealth {
    const { version } = this.#snapshot;
    const state = { version, loadedAt: this.#loadedAt };
    return this.#lastFailure === undefined ? state : { ...state, lastFailure: this.#lastFailure };
  }

  /** One at a time, and at most one more: a reload that is reading may have read before the latest change. */
  async reload(): Promise<ReloadResult> {
    for (const observer of this.#observers) observer.asked();
    this.#waiting ??= this.#enqueue();
    return this.#waiting;
  }

  #enqueue(): Promise<ReloadResult> {
    const begun = this.#latest.then(() => {
      this.#waiting = undefined;
      return this.#exchange();
    });
    // the clock may throw: the next reload is not to wait for ever
    this.#latest = begun.catch(() => undefined);
    return begun;
  }

  async #exchange(): Promise<ReloadResult> {
    const before = this.#snapshot.version;
    try {
      const next = await this.#load();
      next.checkArguments?.(this.#schemas);
      const { version } = next;
      for (const observer of this.#observers) await observer.admit({ before, version });
      this.#snapshot = next;
      this.#loadedAt = this.#clock();
      this.#lastFailure = undefined;
      return { ok: true, version, changed: version !== before };
    } catch (error) {
      const failure = failureOf(error, this.#clock());
      this.#lastFailure = failure;
      for (const observer of this.#observers) await told(observer, failure, before);
      return { ok: false, version: before, failure };
    }
  }

  get version(): string {
    return this.#snapshot.version;
  }

  get tools(): readonly string[] {
    return this.#snapshot.tools;
  }

  get files(): readonly string[] {
    return this.#snapshot.files;
  }

  manifest(tool: string): ToolEntry | undefined {
    return this.#snapshot.manifest(tool);
  }

  hasPurpose(purpose: string): boolean {
    return this.#snapshot.hasPurpose(purpose);
  }

  mayReach(principal: Principal, tool: string): boolean {
    return this.#snapshot.mayReach(principal, tool);
  }

  purposesOf(principal: Principal, tool: string): readonly string[] {
    return this.#snapshot.purposesOf(principal, tool);
  }

  open(request: OpenRequest): PolicyAnswer {
    return this.#snapshot.open(request);
  }

  decide(request: PolicyRequest): PolicyAnswer {
    return this.#snapshot.decide(request);
  }

  holdsForTask(request: PolicyRequest, classes: readonly ResourceClass[]): boolean {
    return this.#snapshot.holdsForTask(request, classes);
  }

  checkArguments(schemas: ReadonlyMap<string, unknown>): void {
    this.#snapshot.checkArguments?.(schemas);
    this.#schemas = new Map(schemas);
  }

  get carry(): ((request: CarryRequest) => PolicyAnswer) | undefined {
    return this.#snapshot.carry;
  }
}

function failureOf(error: unknown, at: number): ReloadFailure {
  if (error instanceof PolicyError) {
    const fatal = error.findings.filter(({ severity }) => severity === "fatal");
    const findings = fatal
      .slice(0, MOST_FINDINGS)
      .map(({ code, file, line, column, message }) => `${code} ${file}:${line}:${column} ${message}`);
    return { at, reason: error.reason, findings };
  }
  return { at, reason: AmbitError.find(error)?.reason ?? "policy_unavailable", findings: [] };
}

/** The old policy is kept already, whatever becomes of the news. */
async function told(observer: ReloadObserver, failure: ReloadFailure, kept: string): Promise<void> {
  try {
    await observer.failed(failure, kept);
  } catch {
    process.emitWarning("a failed reload of the policy could not be told", { code: "AMBIT-P161" });
  }
}
