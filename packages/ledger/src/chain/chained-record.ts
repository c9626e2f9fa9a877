import type { AmbitRecord } from "@ambit/core";

/** What the chain adds to a record. */
export interface ChainMembers {
  /** Version of the line format. */
  readonly v: 1;
  /** Position within the run, from 0 without gaps. */
  readonly seq: number;
  /** Hash of the run's previous record, 64 lower-case hex digits; zeros for the first. */
  readonly prev: string;
}

/** A record as a ledger holds it: linked to the record before it in the same run. */
export type ChainedRecord = AmbitRecord & ChainMembers;

/** `prev` of the first record of a run. */
export const FIRST_PREV: string = "0".repeat(64);
