import type { EngineDifference, NearMiss } from "@ambit/core";

import type { ExtraRoles } from "../role/domain-graph.ts";
import type { Rule } from "../rule/rule.ts";

/** One question to the rules: one principal on one resource. */
export interface Question {
  /** Values in the order of the request definition. The evaluator reads them during the call only. */
  readonly values: readonly unknown[];
  /** What the principal holds for this decision only. */
  readonly extra: ExtraRoles | undefined;
}

/**
 * What is known of a request: who, purpose and tenant; who and the tool; or who, the tool with its action, and the
 * purpose. Of an edge: its parties, purpose and tenant,
 * and perhaps the tool.
 */
export type About = "purpose" | "tool" | "use" | "edge" | "edge tool";

/** What the rules say. */
export interface Verdict {
  /** Casbin's own decision. */
  readonly allowed: boolean;
  /** The rule that casbin's `enforceEx` names. */
  readonly named: Rule | undefined;
  /** All matching rules, in order of evaluation, up to the one that decides alone: a deny, or any under a priority effect. */
  readonly matched: readonly Rule[];
  /** The allow rules whose obligations hold: all that the effect did not discard. */
  readonly obliging: readonly Rule[];
  /**
   * What was thrown. Casbin would have thrown too, unless `allowed` is set: then a rule behind casbin's deciding one
   * threw, so that its obligations are unknown.
   */
  readonly fault?: unknown;
  /** What the engines said where a second one was asked and they differ; the verdict is the narrower one. */
  readonly difference?: EngineDifference;
}

/** Evaluates the rules of one policy. The engine behind it can be exchanged without touching its callers. */
export interface Evaluator {
  decide(question: Question): Verdict;
  /** The first allow rule that could match, whatever the rest of the request is; undefined when there is none. */
  couldAllow(question: Question, about: About): Rule | undefined;
  /** The allow rule with the most conjuncts that hold, among a few hundred likely ones. */
  nearest(question: Question): Omit<NearMiss, "principal"> | undefined;
}
