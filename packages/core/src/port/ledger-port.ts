import type { AmbitRecord } from "../record/record.ts";
import type { Awaitable } from "./policy-port.ts";

/** Where records go. */
export interface LedgerPort {
  /**
   * Appends one record to the chain of its run.
   *
   * Acknowledged when it returns (or its promise resolves): the record was handed to the operating system. A throw means
   * that the record is not in the ledger, and the call must be denied (`ledger_unavailable`).
   */
  append(record: AmbitRecord): Awaitable<void>;
  /** Real paths of the ledger's own files and folders, which no tool may write (`self_protected`). */
  readonly files: readonly string[];
  /** Where the ledger can be read, for people: a path, or `memory`. */
  readonly location: string;
}
