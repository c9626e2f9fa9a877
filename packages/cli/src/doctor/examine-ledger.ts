import { stat } from "node:fs/promises";
import { type ChainedRecord, walkLedger } from "@ambit/ledger";
import { isReload } from "../print/trace/reload-item.ts";

/** What a ledger tells of the health of its instance. */
export interface LedgerHealth {
  readonly path: string;
  /** The latest reload, if it failed: the policy in force is not the one in the folder. */
  readonly failedReload?: Extract<ChainedRecord, { type: "policy_reload_failed" }>;
  /** Calls that the two engines decided differently. */
  readonly differences: number;
}

/** The ledger that an instance writes when nothing else is said. */
const LEDGER = ".ambit";

/** Reads a ledger for reloads and engine differences; undefined when none is named and none is here. */
export async function examineLedger(named: string | undefined): Promise<LedgerHealth | undefined> {
  const path = named ?? LEDGER;
  if (named === undefined && !(await exists(path))) return undefined;
  let differences = 0;
  let latest: Extract<ChainedRecord, { type: "policy_reloaded" | "policy_reload_failed" }> | undefined;
  await walkLedger(path, (record) => {
    if (record.type === "decision" && record.difference !== undefined) differences += 1;
    if (isReload(record) && !(latest !== undefined && latest.at > record.at)) latest = record;
  });
  return latest?.type === "policy_reload_failed"
    ? { path, differences, failedReload: latest }
    : { path, differences };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
