import type { CodeName } from "../code/name.ts";
import type { Obligation } from "../obligation/obligation.ts";

/** Never a boolean. `deny` > `ask` > `allow` when combined. */
export type Effect = "allow" | "ask" | "deny";

/** A rule of the policy, as a person finds it again. */
export interface RuleRef {
  /** The rule's own id column, else `<ptype>:<position>`. */
  readonly id: string;
  /** `rules.csv:12`, where the policy came from files. */
  readonly at?: string;
  readonly text: string;
  readonly effect: "allow" | "deny";
}

/** The answer for one principal of the chain on one resource. */
export interface PrincipalAnswer {
  readonly principal: string;
  readonly resource: string;
  readonly effect: Effect;
  /** The rule that casbin's `enforceEx` names. */
  readonly casbinRule?: RuleRef;
}

/** The rule that came closest, clause by clause of the matcher. For developers only (L10). */
export interface NearMiss {
  readonly principal: string;
  readonly rule: RuleRef;
  readonly clauses: readonly { readonly text: string; readonly holds: boolean }[];
}

/** What one of the two engines says of one principal on one resource; rules by place, or by id. */
export interface EngineAnswer {
  readonly effect: "allow" | "deny" | "error";
  /** The rule that casbin's `enforceEx` names. */
  readonly named?: string;
  readonly matched: readonly string[];
  /** The rules whose obligations hold. */
  readonly obliging: readonly string[];
}

/** A question that the two engines answer differently: a defect of Ambit or of casbin. For developers only (L10). */
export interface EngineDifference {
  readonly compiled: EngineAnswer;
  readonly casbin: EngineAnswer;
}

/** What the policy says of a call. */
export interface PolicyAnswer {
  readonly effect: Effect;
  /** Why, when the effect is `deny`. */
  readonly reason?: CodeName;
  /** The united obligations of all matching allow rules that the effect did not discard. */
  readonly obligations: readonly Obligation[];
  /** All matching rules of all principals and resources. */
  readonly matched: readonly RuleRef[];
  readonly answers: readonly PrincipalAnswer[];
  readonly version: string;
  readonly nearest?: NearMiss;
  /** The first principal and resource on which the engines differ, where a second one was asked. */
  readonly difference?: EngineDifference & Pick<PrincipalAnswer, "principal" | "resource">;
  /** More about a malfunction: the attribute that is missing, the message of a throw. For developers only. */
  readonly detail?: string;
}
