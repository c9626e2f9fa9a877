import type { Verification } from "./finding.ts";
import { walkLedger } from "./walk-ledger.ts";

/**
 * Verifies the chains of a ledger, a file or a folder, and names the first record that is not as it was written.
 *
 * Shows every record that was altered, removed, inserted or moved before the last one of its run, every record without
 * the members of its type, and a run that stands in two files. It cannot show that the tail of a run was cut: a run
 * without its `closed` record is reported as not closed, and records after `closed` (the denials of late calls) can go
 * unseen. Nor can it show that a whole run or file was removed, or that somebody who may write the file gave a last
 * record, or all of them, new hashes. All this needs signed checkpoints.
 *
 * Throws `ledger_unreadable`.
 */
export async function verifyLedger(path: string): Promise<Verification> {
  return walkLedger(path, () => {});
}
