import type { AlertPort, ApprovalPort, Clock, LedgerPort, PolicyPort, ResolverPort, ReviewPort } from "@ambit/core";
import { AmbitError } from "@ambit/core";
import { randomUUID } from "node:crypto";
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
  /** Trusted functions that `resolve:` in the manifest names. */
  readonly resolvers?: Readonly<Record<string, ResolverPort>>;
  /** Real paths that no tool may write, beside those of policy and ledger. */
  readonly protectedPaths?: readonly string[];
  /** `full` keeps free text and arguments whole in the record; redactions always hold. Default `masked`. */
  readonly record?: "masked" | "full";
  /** Milliseconds that a port may take; default 5,000. */
  readonly stageTimeoutMs?: number;
  /** Whether an error is the host's way to suspend. Default: none is. */
  readonly isSuspension?: (error: unknown) => boolean;
}

const OPTIONAL_FUNCTIONS = ["clock", "approve", "alert", "review", "isSuspension"] as const;
const KNOWN: ReadonlySet<string> = new Set([
  ...OPTIONAL_FUNCTIONS,
  "policy",
  "ledger",
  "resolvers",
  "protectedPaths",
  "record",
  "stageTimeoutMs",
]);

const DEFAULT_STAGE_TIMEOUT_MS = 5000;

/** Validates the options; throws `config_invalid` with the option's name. */
export function gateContext(options: GateOptions): GateContext {
  const unknown = Object.keys(options).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw invalid(unknown);
  for (const name of OPTIONAL_FUNCTIONS) {
    if (options[name] !== undefined && typeof options[name] !== "function") throw invalid(name);
  }
  if (typeof options.policy?.decide !== "function") throw invalid("policy");
  if (typeof options.ledger?.append !== "function") throw invalid("ledger");
  const { record = "masked", stageTimeoutMs = DEFAULT_STAGE_TIMEOUT_MS } = options;
  if (record !== "masked" && record !== "full") throw invalid("record");
  if (!(stageTimeoutMs > 0)) throw invalid("stageTimeoutMs");
  const own = [...options.policy.files, ...options.ledger.files];
  return Object.freeze({
    policy: options.policy,
    ledger: options.ledger,
    clock: options.clock ?? Date.now,
    approve: options.approve,
    alert: options.alert,
    review: options.review,
    resolvers: new Map(Object.entries(options.resolvers ?? {})),
    protectedPaths: Object.freeze([...own, ...(options.protectedPaths ?? [])]),
    record,
    stageTimeoutMs,
    isSuspension: options.isSuspension ?? (() => false),
    newId: randomUUID,
  });
}

function invalid(option: string): AmbitError {
  return new AmbitError("config_invalid", { option });
}
