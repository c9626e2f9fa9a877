import type {
  ApprovalRecord,
  ClosedRecord,
  DecisionRecord,
  EdgeRecord,
  IntentRecord,
  ObligationRecord,
  OpenedRecord,
  OutcomeRecord,
  RevokedRecord,
} from "@ambit/core";
import type { ChainMembers } from "../chain/chained-record.ts";

/** One run as a tree of frames. */
export interface RunTree {
  readonly run: string;
  readonly opened?: OpenedRecord & ChainMembers;
  /** Absent while the run goes on, or when its end was never written. */
  readonly closed?: ClosedRecord & ChainMembers;
  /** The frame that opening the run made. */
  readonly root?: FrameNode;
  /** Frames that records name and no edge leads to: a refused opening, a call outside a run, a damaged ledger. */
  readonly strays: readonly FrameNode[];
}

/** A frame: an authority, what was done under it, and the narrower ones that came out of it. */
export interface FrameNode {
  readonly frame: string;
  /** How it came out of its parent; absent on the root and on strays. */
  readonly edge?: EdgeRecord & ChainMembers;
  /** Present when this authority was revoked, and with it all below; the root's also when the whole run was. */
  readonly revoked?: RevokedRecord & ChainMembers;
  readonly intents: readonly (IntentRecord & ChainMembers)[];
  readonly decisions: readonly DecisionNode[];
  readonly children: readonly FrameNode[];
}

/** A decision and what came of it. */
export interface DecisionNode {
  readonly record: DecisionRecord & ChainMembers;
  readonly outcome?: OutcomeRecord & ChainMembers;
  readonly approvals: readonly (ApprovalRecord & ChainMembers)[];
  readonly obligations: readonly (ObligationRecord & ChainMembers)[];
}
