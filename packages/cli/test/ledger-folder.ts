import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AmbitRecord } from "@ambit/core";
import { fileLedger } from "@ambit/ledger";
import { onTestFinished } from "vitest";

/** A new folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ambit-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A ledger file with these records, as the real ledger writes them. */
export function ledgerWith(records: readonly AmbitRecord[]): string {
  const ledger = fileLedger({ folder: temporaryFolder() });
  for (const record of records) ledger.append(record);
  ledger.close();
  return ledger.location;
}
