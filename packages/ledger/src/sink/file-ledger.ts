import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { AmbitError, type AmbitRecord, type Clock, type LedgerPort } from "@ambit/core";
import { Chain } from "../chain/chain.ts";
import { LineFile } from "./line-file.ts";
import { linked } from "./memory-ledger.ts";
import { systemCode, unavailable } from "./unavailable.ts";

/** Where a file ledger writes. */
export interface FileLedgerOptions {
  /** Made if missing; each process writes its own file in it. */
  readonly folder: string;
  /** Gives the start time in the file's name; default: the system's. */
  readonly clock?: Clock;
}

/** How many names are tried: several ledgers of one process may start within the same millisecond. */
const NAMES = 1000;

/**
 * A ledger of JSON Lines in `ambit-<start>-<pid>.jsonl`, readable by its owner only.
 *
 * Throws `ledger_unavailable` when it is made, not at the first call, if the folder cannot be written; `config_invalid`
 * on a bad option. `append` throws `ledger_unavailable` on a full disk and recovers once there is space again.
 */
export function fileLedger(
  options: FileLedgerOptions,
): LedgerPort & { append(record: AmbitRecord): void; close(): void } {
  const { folder, clock } = checked(options);
  const chain = new Chain();
  const { real, file } = create(folder, clock());
  return {
    files: [real],
    location: file.path,
    append(record: AmbitRecord): void {
      const { line, tail } = linked(chain, record);
      file.append(line);
      chain.commit(record, tail);
    },
    close: () => file.close(),
  };
}

function checked(options: FileLedgerOptions): Required<FileLedgerOptions> {
  const { folder, clock = Date.now, ...unknown } = options;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) throw new AmbitError("config_invalid", { option: stranger });
  if (typeof folder !== "string" || folder === "")
    throw new AmbitError("config_invalid", { option: "folder" });
  if (typeof clock !== "function") throw new AmbitError("config_invalid", { option: "clock" });
  return { folder, clock };
}

function create(folder: string, start: number): { readonly real: string; readonly file: LineFile } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const real = realpathSync(folder);
    return { real, file: createFile(real, start) };
  } catch (cause) {
    throw unavailable(cause, { folder });
  }
}

function createFile(folder: string, start: number): LineFile {
  for (let name = 0; name < NAMES; name++) {
    try {
      return new LineFile(join(folder, `ambit-${start + name}-${process.pid}.jsonl`));
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error("every name is taken");
}

function isTaken(error: unknown): boolean {
  return systemCode(error) === "EEXIST" || AmbitError.find(error)?.reason === "ledger_locked";
}
