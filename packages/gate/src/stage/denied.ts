import type { CodeName, DecisionRecord, Effect, Stage } from "@ambit/core";

/** What a decision record may say of a call beyond its identity. */
export type DecisionFacts = Partial<
  Pick<
    DecisionRecord,
    | "action"
    | "resources"
    | "sensitivity"
    | "purpose"
    | "digest"
    | "attempt"
    | "siblings"
    | "policy"
    | "matched"
    | "answers"
    | "nearest"
    | "difference"
    | "reused"
    | "obligations"
    | "refusedBy"
    | "detail"
  >
>;

/** A stage's refusal: a value, never an exception. */
export class Denied {
  readonly stage: Stage;
  readonly reason: CodeName;
  readonly facts: DecisionFacts;
  readonly effect: Exclude<Effect, "allow">;

  constructor(stage: Stage, reason: CodeName, facts: DecisionFacts = {}) {
    this.stage = stage;
    this.reason = reason;
    this.facts = facts;
    this.effect = reason === "approval_required" ? "ask" : "deny";
  }
}
