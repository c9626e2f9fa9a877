import type { Constraint } from "../constraint/constraint.ts";
import type { EdgeKind } from "../edge/edge.ts";
import type { Sensitivity } from "../sensitivity/sensitivity.ts";
import type { Budget } from "./budget.ts";

/**
 * One way in which a tool may be called.
 *
 * An argument that is not named is free; a named one must be admitted, and its absence only by `optional`. Absent
 * `resources` means any resource.
 */
export interface Clause {
  readonly args: Readonly<Record<string, Constraint>>;
  /** Resource patterns (see `resourceMatches`); every resource of a call must match one. */
  readonly resources?: readonly string[];
}

/** The tools of a scope: `"any"`, or per tool its clauses, of which one must cover the call. */
export type ToolScope = "any" | Readonly<Record<string, readonly Clause[]>>;

/** What one link of a grant allows. Immutable. */
export interface Scope {
  readonly tools: ToolScope;
  /** The ceiling on the sensitivity of what is touched. */
  readonly sensitivity: Sensitivity;
  readonly budget: Budget;
  /** Milliseconds since the epoch; a call at or after this instant is refused. */
  readonly expiresAt: number;
  /** How many delegations may still follow. */
  readonly depth: number;
  /** A registered purpose path. */
  readonly purpose: string;
}

/** One narrowing in a grant's chain, with the edge that caused it. */
export interface Link {
  readonly id: string;
  readonly edge: EdgeKind;
  readonly scope: Scope;
  /** Who passes on and who receives; absent where nobody does: the root of a run. */
  readonly parties?: Parties;
}

/** The ids of the principals at both ends of an edge; the same one where it narrows itself. */
export interface Parties {
  readonly from: string;
  readonly to: string;
}

/**
 * What may be done: a chain of links, root first. Immutable; made by `rootGrant` and `attenuate` only.
 *
 * A call is tested against every link, so that one faulty comparison of links widens nothing (L2).
 */
export interface Grant {
  readonly links: readonly [Link, ...Link[]];
}
