import type { CodeName } from "../code/name.ts";
import type { Effect, NearMiss, PolicyAnswer, PrincipalAnswer, RuleRef } from "../decision/decision.ts";
import type { EdgeKind } from "../edge/edge.ts";
import type { IntentSource } from "../intent/intent.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { Sensitivity } from "../sensitivity/sensitivity.ts";
import type { RecordedText } from "./recorded-text.ts";

/** The stages of the pipeline, in order. */
export const STAGES = ["derive", "authorize", "decide", "oblige", "execute", "record"] as const;

export type Stage = (typeof STAGES)[number];

interface Base {
  readonly run: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A run was opened (or refused, with a reason). */
export interface OpenedRecord extends Base {
  readonly type: "opened";
  readonly subject: string;
  readonly roles: readonly string[];
  readonly tenant?: string;
  /** The conversation thread, when the request named one. */
  readonly thread?: string;
  readonly purpose: string;
  readonly goal: RecordedText;
  /** The root scope, printed. */
  readonly scope: JsonObject;
  readonly policy: string;
  /** The root frame. */
  readonly frame: string;
}

/** A step declared what it wants. */
export interface IntentRecord extends Base {
  readonly type: "intent";
  readonly frame: string;
  readonly actor?: string;
  readonly step: string;
  readonly source: IntentSource;
  readonly purpose: string;
  readonly goal: RecordedText;
  readonly tools?: readonly string[];
  readonly resources?: readonly string[];
  /** Set when the declared purpose was refused. */
  readonly refused?: CodeName;
}

/** Authority narrowed: a frame came out of another one. */
export interface EdgeRecord extends Base {
  readonly type: "edge";
  readonly edge: EdgeKind;
  /** The new frame. */
  readonly frame: string;
  /** The frame that it came from. */
  readonly from: string;
  readonly actors: readonly string[];
  /** The link that was added, printed. */
  readonly scope: JsonObject;
  /** What the child does not have and the parent has, for people. */
  readonly removed: readonly string[];
  /** The decision of the call that caused it. */
  readonly decision?: string;
  /** Set when the edge was refused. */
  readonly refused?: CodeName;
  /** Which model answered after which; of a refused edge the clause that would have widened. */
  readonly detail?: string;
}

/** A call was decided. Written for every exit of every stage. */
export interface DecisionRecord extends Base {
  readonly type: "decision";
  readonly decision: string;
  readonly frame: string;
  readonly subject: string;
  readonly actors: readonly string[];
  readonly tool: string;
  readonly callId?: string;
  readonly step?: string;
  readonly attempt: number;
  readonly siblings: number;
  readonly effect: Effect;
  /** Present unless the effect is `allow`. */
  readonly reason?: CodeName;
  /** The stage that ended the call; `execute` when it was let through. */
  readonly stage: Stage;
  readonly action?: string;
  readonly resources?: readonly string[];
  readonly sensitivity?: Sensitivity;
  readonly purpose?: string;
  readonly depth?: number;
  /** Redacted arguments. */
  readonly args?: JsonValue;
  readonly digest?: string;
  readonly policy?: string;
  readonly matched?: readonly RuleRef[];
  readonly answers?: readonly PrincipalAnswer[];
  readonly nearest?: NearMiss;
  readonly difference?: PolicyAnswer["difference"];
  readonly obligations?: readonly string[];
  /** The decision whose answer of the policy was used again; only under `evaluation: "per-task"`. */
  readonly reused?: string;
  /** The edge of the link that refused, and what it refused. */
  readonly refusedBy?: { readonly edge: EdgeKind; readonly what: string };
  readonly detail?: string;
}

/** What came of an allowed call. */
export interface OutcomeRecord extends Base {
  readonly type: "outcome";
  readonly decision: string;
  readonly status: "ok" | "error" | "suspended";
  /** Milliseconds. */
  readonly took: number;
  readonly error?: RecordedText;
  /** Nothing ran: the result is what the same call had given before in this run. */
  readonly repeated?: boolean;
  readonly untrusted: boolean;
  readonly seen: Sensitivity;
}

/** A person answered, or an obligation was discharged. */
export interface ApprovalRecord extends Base {
  readonly type: "approval";
  readonly decision: string;
  readonly role: string;
  /** `spent`: the answer, or another one to the same question, was used before. */
  readonly answer: "approved" | "rejected" | "mismatch" | "spent";
  readonly by?: string;
  readonly digest: string;
}

/** An obligation other than an approval was discharged. */
export interface ObligationRecord extends Base {
  readonly type: "obligation";
  readonly decision: string;
  readonly obligation: string;
}

/** Authority was revoked: that of a whole run, or of one frame and all that came out of it. */
export interface RevokedRecord extends Base {
  readonly type: "revoked";
  /** Absent when the whole run was revoked. */
  readonly frame?: string;
}

/** A run ended. */
export interface ClosedRecord extends Base {
  readonly type: "closed";
  readonly calls: number;
  readonly denials: number;
}

/** A policy was reloaded: from here on calls are decided under another one, or the same read again. */
export interface PolicyReloadedRecord extends Base {
  readonly type: "policy_reloaded";
  readonly before: string;
  readonly policy: string;
}

/** A policy could not be reloaded: the one that is named stays in force. */
export interface PolicyReloadFailedRecord extends Base {
  readonly type: "policy_reload_failed";
  readonly policy: string;
  readonly reason: CodeName;
  /** Code, place and message of the first fatal findings. */
  readonly findings: readonly string[];
}

/** Everything that a ledger holds. */
export type AmbitRecord =
  | OpenedRecord
  | IntentRecord
  | EdgeRecord
  | DecisionRecord
  | OutcomeRecord
  | ApprovalRecord
  | ObligationRecord
  | RevokedRecord
  | ClosedRecord
  | PolicyReloadedRecord
  | PolicyReloadFailedRecord;
