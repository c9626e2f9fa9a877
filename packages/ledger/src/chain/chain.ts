import { hash } from "node:crypto";
import type { AmbitRecord } from "@ambit/core";
import { chainedText } from "./canonical-text.ts";
import { FIRST_PREV } from "./chained-record.ts";
import { printLine } from "./line.ts";

interface Tail {
  readonly seq: number;
  readonly hash: string;
}

/** Closed runs whose tails are kept, for the denials of calls that come late. */
const CLOSED_KEPT = 16_384;

/**
 * The chains of all runs of one ledger: links a record to the record before it in its run.
 *
 * Two steps, so that a record that could not be written leaves no gap: `link` gives the line, `commit` moves the tail.
 */
export class Chain {
  readonly #open = new Map<string, Tail>();
  readonly #closed = new Map<string, Tail>();

  /** The line of a record, linked but not yet part of the chain. Throws `TypeError` when the record is not JSON. */
  link(record: AmbitRecord): { readonly line: string; readonly tail: Tail } {
    const last = this.#open.get(record.run) ?? this.#closed.get(record.run);
    const seq = last === undefined ? 0 : last.seq + 1;
    const text = chainedText(record, { v: 1, seq, prev: last === undefined ? FIRST_PREV : last.hash });
    const digest = hash("sha256", text, "hex");
    return { line: printLine(digest, text), tail: { seq, hash: digest } };
  }

  /** Makes a linked record the last one of its run. */
  commit(record: AmbitRecord, tail: Tail): void {
    if (record.type !== "closed" && !this.#closed.has(record.run)) {
      this.#open.set(record.run, tail);
      return;
    }
    this.#open.delete(record.run);
    this.#closed.delete(record.run);
    this.#closed.set(record.run, tail);
    if (this.#closed.size > CLOSED_KEPT) this.#closed.delete(this.#closed.keys().next().value ?? "");
  }
}
