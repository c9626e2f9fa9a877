import type { ChainedRecord } from "../chain/chained-record.ts";
import type { Finding } from "../verify/finding.ts";
import { walkLedger } from "../verify/walk-ledger.ts";

/** The records of a ledger and what is wrong with it. */
export interface LedgerReading {
  /** By file and line, hence each run in its own order. */
  readonly records: readonly ChainedRecord[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a ledger, a file or a folder, into memory and verifies its chains on the way.
 *
 * Altered records are among `records` as they stand; a record without the members of its type is left out and reported
 * as `record_malformed`. Throws `ledger_unreadable`.
 */
export async function readLedger(path: string): Promise<LedgerReading> {
  const records: ChainedRecord[] = [];
  const { findings } = await walkLedger(path, (record) => void records.push(record));
  return { records, findings };
}
