import type { AmbitRecord, LedgerPort } from "@ambit/core";
import { Chain } from "../chain/chain.ts";
import type { ChainedRecord } from "../chain/chained-record.ts";
import { RECORD_START } from "../chain/line.ts";
import { unavailable } from "./unavailable.ts";

/** A ledger in memory. It grows without bound: for tests and short scripts. */
export function memoryLedger(): LedgerPort & {
  readonly lines: readonly string[];
  records(): readonly ChainedRecord[];
  append(record: AmbitRecord): void;
} {
  const chain = new Chain();
  const lines: string[] = [];
  return {
    files: [],
    location: "memory",
    lines,
    records: () => lines.map((line) => JSON.parse(line.slice(RECORD_START, -1)) as ChainedRecord),
    append(record: AmbitRecord): void {
      const { line, tail } = linked(chain, record);
      lines.push(line);
      chain.commit(record, tail);
    },
  };
}

/** Links a record; one that is not JSON cannot be written, which is the ledger's own malfunction. */
export function linked(chain: Chain, record: AmbitRecord): ReturnType<Chain["link"]> {
  try {
    return chain.link(record);
  } catch (cause) {
    throw unavailable(cause);
  }
}
