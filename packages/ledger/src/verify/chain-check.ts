import { FIRST_PREV } from "../chain/chained-record.ts";
import type { ParsedLine } from "../read/parse-line.ts";
import type { Finding, FindingReason, VerifiedRun } from "./finding.ts";

type Open<T> = { -readonly [Member in keyof T]: T[Member] };

interface Gap {
  /** First and last `seq` that were skipped. */
  readonly from: number;
  readonly to: number;
  readonly finding: Open<Finding>;
}

interface RunState extends Open<VerifiedRun> {
  /** The `seq` that comes next. */
  next: number;
  /** The `prev` that comes next; undefined after damage, when it cannot be known. */
  prev: string | undefined;
  readonly gaps: Gap[];
}

/** Under this name each process records the calls outside any run. */
const OUTSIDE = "outside";

/** Checks the chains of the runs in one file, line by line. */
export class ChainCheck {
  readonly findings: Open<Finding>[] = [];
  readonly #file: string;
  readonly #elsewhere: ReadonlySet<string>;
  readonly #runs = new Map<string, RunState>();

  /** `elsewhere` are the runs of the files before this one. */
  constructor(file: string, elsewhere: ReadonlySet<string>) {
    this.#file = file;
    this.#elsewhere = elsewhere;
  }

  get runs(): readonly VerifiedRun[] {
    return [...this.#runs.values()].map(({ run, file, records, closed }) => ({ run, file, records, closed }));
  }

  /** A line that is no record. */
  broken(reason: "record_malformed" | "ledger_truncated", line: number): void {
    this.findings.push({ reason, file: this.#file, line });
  }

  /** A line that is a record. */
  check(parsed: ParsedLine, line: number): void {
    const { record, hash, intact } = parsed;
    const state = this.#state(record.run);
    if (intact && this.#isCopy(record.run)) this.#report("record_altered", line, record);
    if (!intact) {
      this.#report("record_altered", line, record);
      // What the line says of itself is believed only where it fits.
      if (record.seq === state.next) advance(state, record.seq, undefined);
    } else if (record.seq < state.next) {
      this.#late(state, line, record.seq);
    } else {
      this.#inOrder(state, parsed, line);
      advance(state, record.seq, hash);
    }
    if (intact) {
      state.records++;
      state.closed ||= record.type === "closed";
    }
    if (state.next > 0) this.#runs.set(record.run, state);
  }

  /** Whether this is the first that this file tells of a run that another file tells of: a process writes its own. */
  #isCopy(run: string): boolean {
    return run !== OUTSIDE && this.#elsewhere.has(run) && !this.#runs.has(run);
  }

  #state(run: string): RunState {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    return { run, file: this.#file, records: 0, closed: false, next: 0, prev: FIRST_PREV, gaps: [] };
  }

  #inOrder(state: RunState, { record }: ParsedLine, line: number): void {
    if (record.seq > state.next) {
      const finding = this.#report("record_missing", line, { run: record.run, seq: state.next });
      state.gaps.push({ from: state.next, to: record.seq - 1, finding });
    } else if (state.prev !== undefined && record.prev !== state.prev) {
      // This record or the one before it was altered and given a new hash.
      this.#report("record_altered", line, record);
    }
  }

  /** A record after its successors: one that seemed missing, or one that was there already. */
  #late(state: RunState, line: number, seq: number): void {
    const gap = state.gaps.find(({ from, to }) => from <= seq && seq <= to);
    if (gap === undefined) this.#report("record_reordered", line, { run: state.run, seq });
    else gap.finding.reason = "record_reordered";
  }

  #report(
    reason: FindingReason,
    line: number,
    at: { readonly run: string; readonly seq: number },
  ): Open<Finding> {
    const finding: Open<Finding> = { reason, file: this.#file, line, run: at.run, seq: at.seq };
    this.findings.push(finding);
    return finding;
  }
}

function advance(state: RunState, seq: number, hash: string | undefined): void {
  state.next = seq + 1;
  state.prev = hash;
}
