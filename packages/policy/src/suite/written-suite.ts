import type { Effect, JsonObject, JsonValue, Sensitivity } from "@ambit/core";

import type { WrittenProvenance } from "../call/written-provenance.ts";

/** What a call is made with besides agent and tool; a file's `defaults` hold for all of its calls. */
export interface WrittenFacts {
  readonly purpose?: string | undefined;
  readonly tenant?: string | undefined;
  /** Instead of the manifest's, as a resolver would say. */
  readonly sensitivity?: Sensitivity | number | undefined;
  readonly args?: JsonObject | undefined;
  readonly env?: JsonObject | undefined;
  /** Where the values in `args` come from. */
  readonly provenance?: WrittenProvenance | undefined;
}

/** An agent of the file: the first of a run has a user, a further one its parent. */
export interface WrittenAgent {
  /** As the rules name it; its key in the file when absent. */
  readonly id?: string | undefined;
  readonly user?: string | undefined;
  /** Roles that the user holds for this run only. */
  readonly roles?: readonly string[] | undefined;
  /** Attributes of the user: `subject.x` in conditions. */
  readonly attributes?: JsonObject | undefined;
  readonly parent?: string | undefined;
  /** Absent: whatever its parent, or the policy, allows. */
  readonly grants?: readonly (string | WrittenGrant)[] | undefined;
  readonly purpose?: string | undefined;
  /** The ceiling of the agent's grant. */
  readonly sensitivity?: Sensitivity | number | undefined;
}

/** One way in which an agent may call a tool. */
export interface WrittenGrant {
  readonly tool: string;
  /** Per argument a value, a list of values, `{ min, max }`, or a constraint in its wire form. */
  readonly args?: Readonly<Record<string, JsonValue>> | undefined;
  /** Resource patterns: exact, or ending in `/**`. */
  readonly resources?: readonly string[] | undefined;
}

export interface WrittenCall extends WrittenFacts {
  readonly agent: string;
  readonly tool: string;
  /** Where the manifest's templates cannot tell it from the arguments given here. */
  readonly res?: string | undefined;
}

/** What a decision must be. */
export interface WrittenExpect {
  readonly decision: Effect;
  /** Code or name; of several, any. */
  readonly reason?: string | readonly string[] | undefined;
  /** `role:lead`; exactly these. */
  readonly approvers?: readonly string[] | undefined;
  /** How long an approval lives: `10m`. */
  readonly ttl?: string | undefined;
  /** As in a rule: `log:full`; exactly these. */
  readonly obligations?: readonly string[] | undefined;
  /** Ids or places (`rules.csv:12`) of rules that must be among the matching ones. */
  readonly rule?: string | readonly string[] | undefined;
}

/** The axes of a matrix. */
export interface WrittenMatrix {
  readonly agent: readonly string[];
  readonly tool: readonly string[];
  readonly res?: readonly string[] | undefined;
  readonly purpose?: readonly string[] | undefined;
  readonly tenant?: readonly string[] | undefined;
  readonly sensitivity?: readonly (Sensitivity | number)[] | undefined;
  readonly args?: readonly JsonObject[] | undefined;
  readonly env?: readonly JsonObject[] | undefined;
  readonly provenance?: readonly WrittenProvenance[] | undefined;
}

export type Axis = keyof WrittenMatrix;

/** Selects cells by values of axes, and says what they must be. */
export type WrittenRow = WrittenExpect & { readonly [A in Axis]?: JsonValue | undefined };

export interface WrittenTest {
  readonly name: string;
  readonly matrix?: WrittenMatrix | undefined;
  readonly call?: WrittenCall | undefined;
  readonly chain?: readonly string[] | undefined;
  readonly invariant?: "child_subset_of_parent" | undefined;
  readonly passed_on?: readonly string[] | undefined;
  readonly never?: WrittenNever | undefined;
  readonly expect?: WrittenExpect | readonly WrittenRow[] | undefined;
}

/** What no agent may do. */
interface WrittenNever extends WrittenFacts {
  readonly tool: string;
  readonly res?: string | undefined;
  /** Absent: every agent of the file. */
  readonly agent?: readonly string[] | undefined;
}

export interface WrittenQuery extends WrittenFacts {
  /** A tool. */
  readonly who_can: string;
  readonly res?: string | undefined;
  /** Agents of the file and names of `g` rows, exactly these. */
  readonly expect: readonly string[];
}

/** A policy test file as it is written. */
export interface WrittenSuite {
  readonly suite: string;
  readonly clock?: string | undefined;
  readonly defaults?: WrittenFacts | undefined;
  readonly agents: Readonly<Record<string, WrittenAgent>>;
  readonly tests?: readonly WrittenTest[] | undefined;
  readonly queries?: readonly WrittenQuery[] | undefined;
}
