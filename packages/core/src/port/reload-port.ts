import type { CodeName } from "../code/name.ts";
import type { Awaitable, PolicyPort } from "./policy-port.ts";

/** Why a policy was not reloaded; the last good one stays in force. */
export interface ReloadFailure {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of the first fatal finding, or of what went wrong. */
  readonly reason: CodeName;
  /** Code, place and message of each fatal finding, the first twenty. */
  readonly findings: readonly string[];
}

/** What a reload came to; `version` is in force now. */
export type ReloadResult =
  | { readonly ok: true; readonly version: string; readonly changed: boolean }
  | { readonly ok: false; readonly version: string; readonly failure: ReloadFailure };

/** The state of a policy. */
export interface PolicyHealth {
  readonly version: string;
  /** When it came into force, in milliseconds since the epoch; undefined for a policy that is never reloaded. */
  readonly loadedAt?: number;
  /** Present when the latest reload failed. */
  readonly lastFailure?: ReloadFailure;
}

/** Who has a say in reloads. */
export interface ReloadObserver {
  /** Throws to refuse a reload before anything is read. */
  asked(): void;
  /** Called before a new version comes into force; a throw keeps the old one. */
  admit(change: { readonly before: string; readonly version: string }): Awaitable<void>;
  /** Called when the old version was kept. */
  failed(failure: ReloadFailure, kept: string): Awaitable<void>;
}

/** A policy that can be exchanged while it decides. */
export interface ReloadablePolicy extends PolicyPort {
  /** The policy in force: it stays as it is, whatever is reloaded later. */
  pin(): PolicyPort;
  /** Reads the policy again. A failure is a result; rejects only when an observer refuses. */
  reload(): Promise<ReloadResult>;
  health(): PolicyHealth;
  /** For as long as the policy lives. */
  observe(observer: ReloadObserver): void;
}
