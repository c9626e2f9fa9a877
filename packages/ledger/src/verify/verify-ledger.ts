import type { Verification } from "./finding.ts";
import { walkLedger } from "./walk-ledger.ts";

/**
 * Verifies the chains of a ledger, a file or a folder, and names the first record that is not as it was written.
 *
 * Shows every record that was altered, removed, inserted or moved before the last one of its run. It cannot show that
 * the tail of a run was cut: a run without its `closed` record is reported as not closed, and records after `closed`
 * (the denials of late calls) can go unseen. Nor can it show that somebody who may write the file rewrote all of it.
 * Both need signed checkpoints.
 *
 * Throws `ledger_unreadable`.
 */
export async function verifyLedger(path: string): Promise<Verification> {
  return walkLedger(path, () => false);
}
