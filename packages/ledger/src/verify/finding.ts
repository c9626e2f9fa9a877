import type { CodeName } from "@ambit/core";

/** What can be wrong with a ledger. `ledger_truncated` is a warning: a process died while it wrote. */
export type FindingReason = Extract<
  CodeName,
  "record_altered" | "record_missing" | "record_reordered" | "record_malformed" | "ledger_truncated"
>;

/** Something that is wrong with a ledger, and where. */
export interface Finding {
  readonly reason: FindingReason;
  readonly file: string;
  /** The first line that shows it, from 1. */
  readonly line: number;
  /** Absent for a line that is no record. */
  readonly run?: string;
  /** The record that was altered, is missing or stands in the wrong place. */
  readonly seq?: number;
}

/** A run as its chain shows it. */
export interface VerifiedRun {
  readonly run: string;
  readonly file: string;
  readonly records: number;
  /** False for a run without a `closed` record: it goes on, its process died, or its tail was cut. */
  readonly closed: boolean;
}

/** What a verification found. */
export interface Verification {
  readonly records: number;
  readonly runs: readonly VerifiedRun[];
  /** In order of files and lines. */
  readonly findings: readonly Finding[];
  /** The first finding that is not a warning. */
  readonly firstBad?: Finding;
  /** Whether there is no finding but warnings. */
  readonly ok: boolean;
}
