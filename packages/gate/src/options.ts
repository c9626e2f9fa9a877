import type {
  AlertPort,
  ApprovalPort,
  Clock,
  CodeName,
  LedgerPort,
  PolicyPort,
  ResolverPort,
  ReviewPort,
  ThreadPort,
} from "@ambit/core";
import { AmbitError, CODES } from "@ambit/core";
import { randomUUID } from "node:crypto";
import { protectedPaths } from "./protect/protected-paths.ts";
import type { GateContext } from "./context.ts";

/** What a gate is built from. `policy` and `ledger` are required: there is no authority without them. */
export interface GateOptions {
  readonly policy: PolicyPort;
  readonly ledger: LedgerPort;
  /** Default: `Date.now`. */
  readonly clock?: Clock;
  /** Asks a person when the host cannot. Without it, and without the host's, such calls are denied. */
  readonly approve?: ApprovalPort;
  readonly alert?: AlertPort;
  readonly review?: ReviewPort;
  /** Where threads are kept. Without it a graph with a checkpointer and a thread id does not start. */
  readonly threads?: ThreadPort;
  /** Trusted functions that `resolve:` in the manifest names. */
  readonly resolvers?: Readonly<Record<string, ResolverPort>>;
  /** Real paths that no tool may write, beside those of policy and ledger. */
  readonly protectedPaths?: readonly string[];
  /** Files with keys and other secrets of the application: no tool may read or write them. */
  readonly keyFiles?: readonly string[];
  /** `full` keeps free text and arguments whole in the record; redactions always hold. Default `masked`. */
  readonly record?: "masked" | "full";
  /**
   * `per-task` uses an answer of the policy again for calls that differ in nothing that any rule reads; grant, budget,
   * generation and revocation are looked at for every call either way. Default `every-call`.
   */
  readonly evaluation?: "every-call" | "per-task";
  /** What a model reads of a denial behind its code, by reason: another wording, another language. */
  readonly texts?: Readonly<Partial<Record<CodeName, string>>>;
  /** Milliseconds that a port may take, of which a stage waits at most two; default 5,000. */
  readonly stageTimeoutMs?: number;
  /** Whether an error is the host's way to suspend. Default: none is. */
  readonly isSuspension?: (error: unknown) => boolean;
}

const DEFAULT_STAGE_TIMEOUT_MS = 5000;

/** Builds the context of a gate; throws `config_invalid` with the name of the first bad option. */
export function gateContext(options: GateOptions): GateContext {
  const bad = badOption(options);
  if (bad !== undefined) throw new AmbitError("config_invalid", { option: bad });
  const { policy, ledger, approve, alert, review } = options;
  return Object.freeze({
    policy,
    ledger,
    clock: options.clock ?? Date.now,
    approve,
    alert,
    review,
    threads: options.threads,
    resolvers: new Map(Object.entries(options.resolvers ?? {})),
    protectedPaths: protectedPaths([...ledger.files, ...(options.protectedPaths ?? [])]),
    keyFiles: protectedPaths(options.keyFiles ?? []),
    record: options.record ?? "masked",
    evaluation: options.evaluation ?? "every-call",
    texts: Object.freeze({ ...options.texts }),
    stageTimeoutMs: options.stageTimeoutMs ?? DEFAULT_STAGE_TIMEOUT_MS,
    isSuspension: options.isSuspension ?? (() => false),
    newId: randomUUID,
  });
}

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  policy: (value) => hasMethod(value, "decide"),
  ledger: (value) => hasMethod(value, "append"),
  clock: isOptionalFunction,
  approve: isOptionalFunction,
  alert: isOptionalFunction,
  review: isOptionalFunction,
  threads: (value) => value === undefined || isThreadPort(value),
  isSuspension: isOptionalFunction,
  resolvers: (value) => value === undefined || (typeof value === "object" && value !== null),
  protectedPaths: (value) => value === undefined || Array.isArray(value),
  keyFiles: (value) => value === undefined || Array.isArray(value),
  record: (value) => value === undefined || value === "masked" || value === "full",
  evaluation: (value) => value === undefined || value === "every-call" || value === "per-task",
  texts: (value) => value === undefined || isTexts(value),
  stageTimeoutMs: (value) => value === undefined || (typeof value === "number" && value > 0),
};

function badOption(options: GateOptions): string | undefined {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined) return unknown;
  return Object.keys(CHECKS).find((name) => CHECKS[name]?.(options[name as keyof GateOptions]) === false);
}

function isOptionalFunction(value: unknown): boolean {
  return value === undefined || typeof value === "function";
}

function isTexts(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).every(
    ([name, text]) => Object.hasOwn(CODES, name) && typeof text === "string" && text !== "",
  );
}

function isThreadPort(value: unknown): boolean {
  return ["load", "save", "spend", "release"].every((name) => hasMethod(value, name));
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, name) === "function";
}
