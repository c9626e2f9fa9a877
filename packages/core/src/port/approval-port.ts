import type { JsonObject } from "../json/json.ts";

/** What a person is asked. */
export interface ApprovalQuestion {
  readonly decision: string;
  readonly run: string;
  readonly tool: string;
  readonly args: JsonObject;
  /** Digest of the arguments; the answer must repeat it. */
  readonly digest: string;
  readonly callId?: string;
  readonly resources: readonly string[];
  readonly role: string;
  readonly subject: string;
  readonly actors: readonly string[];
  readonly purpose: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What the person says. An answer for another digest or call id is refused (`approval_mismatch`). */
export interface ApprovalAnswer {
  readonly approved: boolean;
  readonly digest: string;
  readonly callId?: string;
  readonly by?: string;
}

/** Asks a person. May throw the host's suspension, which passes through the gate untouched. */
export type ApprovalPort = (question: ApprovalQuestion) => Promise<ApprovalAnswer>;
