import type { JsonObject, JsonValue } from "../json/json.ts";
import type { ArgumentRole, FieldClass, ReturnsEntry } from "../manifest/tool-entry.ts";
import type { ArgumentValue, ValueSource } from "../port/provenance-port.ts";
import { formOf, kindOf } from "./form.ts";
import { sheetOf } from "./sheet-of.ts";
import { joined, type Sheet, sheetSize } from "./sheet.ts";

/** What came back from a call that was allowed and has run. */
export interface CallResult {
  readonly args: JsonObject;
  readonly returns: ReturnsEntry;
  /** Parsed, or a text that is nothing else. */
  readonly value: JsonValue;
  /** Set where the value is a text that was not parsed: what it is then. */
  readonly text?: FieldClass | undefined;
  /** Whether the call's arguments came from the user or the subject. */
  readonly asked?: boolean;
}

/** An argument value and what it is there for. */
export interface RoleValue extends ArgumentValue {
  readonly role: ArgumentRole;
}

/** A value that a write of this run has brought into the system, and where it had been seen before. */
export interface Planted extends ArgumentValue {
  readonly from: ValueSource;
}

/** How many characters an index takes; beyond, nobody knows where a value comes from. */
export const MAX_INDEXED = 16_000_000;
const MAX_VALUES = 100_000;

/** What the index knew at one time; later results do not change it. */
export interface IndexView {
  readonly sheets: readonly Sheet[];
  readonly isFull: boolean;
  /** Whether a person approved a value of this look for this role. */
  approved(value: ArgumentValue["value"], role: ArgumentRole | undefined): boolean;
  /** Where a value had been seen when a write brought it in; undefined when none did. */
  planted(form: string): ValueSource | undefined;
  /** The most reasons that spoke against a write of the tools which no commit has completed; undefined when all are. */
  pending(tools: readonly string[]): number | undefined;
}

/** What a run has seen of values: append-only, of calls that ran. A denied call must not be told. */
export class ValueIndex {
  readonly #sheets: Sheet[] = [];
  #approvals = new Map<string, number>();
  readonly #planted = new Map<string, { readonly at: number; readonly from: ValueSource }>();
  readonly #writes: { readonly tool: string; readonly reasons: number; readonly at: number }[] = [];
  readonly #commits: { readonly tools: readonly string[]; readonly at: number }[] = [];
  #size = 0;
  #isFull = false;
  #time = 0;

  /** Characters that are kept. */
  get size(): number {
    return this.#size;
  }

  add(result: CallResult): void {
    if (this.#isFull) return;
    const sheet = sheetOf(result);
    const size = sheetSize(sheet);
    if (this.#size + size > MAX_INDEXED) {
      this.#isFull = true;
      return;
    }
    this.#size += size;
    const last = this.#sheets.at(-1);
    const both = last === undefined ? undefined : joined(last, sheet);
    // views have lists of their own
    if (both !== undefined) this.#sheets.pop();
    this.#sheets.push(both ?? Object.freeze(sheet));
  }

  /** Remembers that a person has approved values. */
  approve(values: readonly RoleValue[]): void {
    const at = ++this.#time;
    for (const { value, role } of values) {
      const key = approvalKey(value, role);
      if (key !== undefined && !this.#approvals.has(key) && this.#approvals.size < MAX_VALUES)
        this.#approvals.set(key, at);
    }
  }

  /** What was approved for one goal says nothing of the next. */
  forgetApprovals(): void {
    this.#approvals = new Map();
  }

  /** Tells that a call has run whose result is not here: from now on nobody knows where a value comes from. */
  skip(): void {
    this.#isFull = true;
  }

  /** Remembers a write that has run: its values, so that they are not the system's own when they come back. */
  wrote(tool: string, reasons: number, values: readonly Planted[]): void {
    const at = ++this.#time;
    this.#writes.push({ tool, reasons, at });
    for (const { value, from } of values) {
      const form = formOf(value);
      if (form === undefined || this.#planted.has(form)) continue;
      if (this.#planted.size >= MAX_VALUES) this.#isFull = true;
      else this.#planted.set(form, { at, from });
    }
  }

  /** Remembers that a commit has completed the writes of tools. */
  completed(tools: readonly string[]): void {
    this.#commits.push({ tools, at: ++this.#time });
  }

  /** What is known now. */
  view(): IndexView {
    const now = this.#time;
    const approvals = this.#approvals;
    const commits = this.#commits.slice();
    const writes = this.#writes.slice();
    const isOpen = ({ tool, at }: { readonly tool: string; readonly at: number }): boolean =>
      !commits.some((commit) => commit.at > at && commit.tools.includes(tool));
    return Object.freeze({
      sheets: Object.freeze(this.#sheets.slice()),
      isFull: this.#isFull,
      approved: (value: ArgumentValue["value"], role: ArgumentRole | undefined) => {
        const key = role === undefined ? undefined : approvalKey(value, role);
        return key !== undefined && (approvals.get(key) ?? Infinity) <= now;
      },
      planted: (form: string) => {
        const known = this.#planted.get(form);
        return known !== undefined && known.at <= now ? known.from : undefined;
      },
      pending: (tools: readonly string[]) => {
        const open = writes.filter((write) => tools.includes(write.tool) && isOpen(write));
        return open.length === 0 ? undefined : Math.max(...open.map(({ reasons }) => reasons));
      },
    });
  }
}

function approvalKey(value: ArgumentValue["value"], role: ArgumentRole): string | undefined {
  const form = formOf(value);
  return form === undefined ? undefined : `${kindOf(value)} ${role} ${form}`;
}
