import type { Budget, Constraint, JsonValue } from "@ambit/core";

/** What trusted code asks for when it opens a run. */
export interface RunRequest {
  readonly subject: string | SubjectRequest;
  readonly tenant?: string;
  /** A registered purpose; trusted code chooses it. */
  readonly purpose: string;
  readonly goal: string;
  /** The user's own words: the only source of provenance `user`, beside the goal. */
  readonly input?: string;
  /** The task's own ceiling: absent means whatever the policy allows. */
  readonly allow?: readonly AllowedTool[];
  /** Default: 100 calls, 20 writes, 25 denials. */
  readonly budget?: Budget;
  /** `30s`, `5m`, `2h`; default `5m`. */
  readonly ttl?: string;
  /** How many calls may stand side by side; default: as many as the model makes. */
  readonly branch?: { readonly max: number };
  /** How many delegations and handoffs may follow each other below the first agent: 0 to 16, default 3. */
  readonly depth?: number;
  /** The only thread on which the run's graphs may start, if it is named. */
  readonly threadId?: string;
  /**
   * Takes over a thread that is stored nowhere, or is another subject's. It gives nothing more: what is stored still binds,
   * and a thread of which nothing is known counts as having read anything.
   */
  readonly adopt?: boolean;
}

export interface SubjectRequest {
  readonly id: string;
  readonly roles?: readonly string[];
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/** One way in which the task may call a tool. Arguments that are not named are free. */
export interface AllowedTool {
  readonly tool: string;
  readonly args?: Readonly<Record<string, Constraint>>;
  /** Resource patterns: exact, or ending in `/**`. */
  readonly resources?: readonly string[];
}
