import type { CodeName, Effect, PolicyAnswer, RuleRef } from "@ambit/core";

import type { Change } from "./change/change.ts";
import type { Clause } from "./clause.ts";

/** How a policy comes to its answer. Plain data; for developers only (L10). Secrets of the manifest are masked. */
export interface Explanation {
  readonly answer: PolicyAnswer;
  /** Per principal and resource, in the order in which they are decided; empty when nothing was asked. */
  readonly questions: readonly ExplainedQuestion[];
  /** The smallest changes that would allow the call, each decided again; none for an allowed one. */
  readonly changes: readonly Change[];
}

/** One principal on one resource. */
export interface ExplainedQuestion {
  readonly principal: string;
  readonly resource: string;
  readonly effect: Effect;
  readonly reason?: CodeName;
  readonly detail?: string;
  /** The rule that casbin's `enforceEx` names. */
  readonly casbinRule?: RuleRef;
  /** All rules that match, in order of evaluation. */
  readonly matched: readonly ExplainedRule[];
  /** Of a denial: the allow rules that come closest, the closest first. */
  readonly nearest: readonly ExplainedRule[];
  /** Of a malfunction: the rule that threw. */
  readonly thrown?: ExplainedRule;
}

/** A rule, clause by clause. */
export interface ExplainedRule {
  readonly rule: RuleRef;
  readonly clauses: readonly Clause[];
}

/** How much is explained. */
export interface ExplainOptions {
  /** Nearest rules per question, and changes; 3 when absent, 100 at most. */
  readonly limit?: number;
  /** Whether changes are looked for; true when absent. */
  readonly changes?: boolean;
}
