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

/** What the stages reach the world through. One per Ambit instance; its identity marks frames as its own. */
export interface GateContext {
  readonly policy: PolicyPort;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly approve: ApprovalPort | undefined;
  readonly alert: AlertPort | undefined;
  readonly review: ReviewPort | undefined;
  /** Where threads are kept; without it nothing starts on one. */
  readonly threads: ThreadPort | undefined;
  readonly resolvers: ReadonlyMap<string, ResolverPort>;
  /** Real paths that no tool may write, beside those of the policy in force. */
  readonly protectedPaths: readonly string[];
  /** Real paths that no tool may read either. */
  readonly keyFiles: readonly string[];
  readonly record: "masked" | "full";
  readonly stageTimeoutMs: number;
  /** Whether an answer of the policy may be used again within a run. */
  readonly evaluation: "every-call" | "per-task";
  /** What a model reads of a denial, by reason, where the application has words of its own. */
  readonly texts: Readonly<Partial<Record<CodeName, string>>>;
  /** Whether an error is the host's way to suspend: it passes through untouched. */
  readonly isSuspension: (error: unknown) => boolean;
  readonly newId: () => string;
}
