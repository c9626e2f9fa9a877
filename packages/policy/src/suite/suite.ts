import type { CodeName, Effect, JsonObject, Principal, Sensitivity, ToolScope } from "@ambit/core";

import type { WrittenProvenance } from "../call/written-provenance.ts";
import type { Place } from "../finding/finding.ts";

/** A policy test file, checked and ready to run. */
export interface Suite {
  readonly name: string;
  readonly file: string;
  /** Milliseconds since the epoch; absent: conditions on `env.hour` miss their attribute. */
  readonly clock?: number;
  readonly agents: ReadonlyMap<string, Agent>;
  readonly defaults: Facts;
  readonly tests: readonly SuiteTest[];
}

/** An agent with everybody above it. */
export interface Agent {
  /** Its name in the file. */
  readonly id: string;
  readonly subject: Principal;
  readonly attributes: JsonObject;
  /** From the first agent of the run to this one. */
  readonly chain: readonly Declared[];
}

/** What one agent of a chain is granted, before it is met with what its parent holds. */
export interface Declared {
  /** Its name in the rules. */
  readonly agent: string;
  readonly tools: ToolScope;
  readonly sensitivity: Sensitivity;
  /** Absent: that of its parent, or of the call. */
  readonly purpose?: string;
}

/** What a call may leave open. */
export interface Facts {
  readonly purpose?: string;
  readonly tenant?: string;
  readonly sensitivity?: Sensitivity;
  readonly args?: JsonObject;
  readonly env?: JsonObject;
  readonly provenance?: WrittenProvenance;
}

/** One call of one agent. */
export interface Call extends Facts {
  readonly agent: string;
  readonly tool: string;
  readonly res?: string;
  /** Instead of the agent's own: how many delegations deep. */
  readonly depth?: number;
}

/** What a decision must be; what is absent may be anything. */
export interface Expectation {
  readonly decision: Effect;
  readonly reasons?: readonly CodeName[];
  readonly approvers?: readonly string[];
  readonly ttlSeconds?: number;
  /** As `printObligation` writes them. */
  readonly obligations?: readonly string[];
  readonly rules?: readonly string[];
}

export interface Case {
  readonly call: Call;
  readonly expected: Expectation;
  /** Of the row or call in the file. */
  readonly at: Place;
}

export type SuiteTest = { readonly name: string; readonly at: Place } & (
  | { readonly kind: "cases"; readonly cases: readonly Case[] }
  | { readonly kind: "chain"; readonly chain: readonly string[]; readonly passedOn: readonly string[] }
  | { readonly kind: "never"; readonly agents: readonly string[]; readonly about: About }
  | { readonly kind: "query"; readonly about: About; readonly expected: readonly string[] }
);

/** Calls of a tool, of which only some facts are fixed. */
export interface About extends Facts {
  readonly tool: string;
  readonly res?: string;
}
