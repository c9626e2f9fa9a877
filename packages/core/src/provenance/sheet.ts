import type { FieldClass } from "../manifest/tool-entry.ts";
import { baseName } from "./form.ts";

/** Characters that no form of a value has: a record begins, an id or a counterparty's value begins, a value ends. */
const RECORD = "\u0001";
const OWN = "\u0004";
const THEIRS = "\u0005";
const END = "\u0003";
/** Between texts that do not belong together. */
export const PROSE_END = "\u0003";

/** What an index keeps of one result, or of several small ones: its values as one text, so that it takes no more memory than they do. */
export interface Sheet {
  /** Forms of the values in structured fields, with marks between them. */
  readonly leaves: string;
  /** What others may have written, loosened. */
  readonly prose: string;
  readonly secrets: readonly string[];
  /** Whether the call's own arguments came from the user or the subject. */
  readonly asked: boolean;
}

/** Smaller sheets are put together, so that a search does not take long because of many calls. */
const SMALL = 4096;

/** How many characters a sheet keeps. */
export function sheetSize({ leaves, prose, secrets }: Sheet): number {
  return secrets.reduce((sum, secret) => sum + secret.length, leaves.length + prose.length);
}

/** One sheet for two that are small and alike; undefined for others. */
export function joined(one: Sheet, other: Sheet): Sheet | undefined {
  if (one.asked !== other.asked || sheetSize(one) + sheetSize(other) > SMALL) return undefined;
  return Object.freeze({
    leaves: one.leaves + other.leaves,
    prose: [one.prose, other.prose].filter((prose) => prose !== "").join(PROSE_END),
    secrets: [...one.secrets, ...other.secrets],
    asked: one.asked,
  });
}

/** Where a value stands in structured fields. */
export interface Standing {
  readonly own: boolean;
  readonly counterparty: boolean;
}

/** Writes the leaves of a sheet, record by record. */
export class LeafWriter {
  readonly #records = new Map<number, string[]>();

  add(form: string, { class: name, record }: { readonly class: FieldClass; readonly record: number }): void {
    const leaves = this.#records.get(record) ?? [];
    this.#records.set(record, leaves);
    leaves.push((name === "counterparty" ? THEIRS : OWN) + form + END);
  }

  text(): string {
    return [...this.#records.values()].map((leaves) => RECORD + leaves.join("")).join("");
  }
}

/** Whether a sheet has values that counterparties could place, or prose. */
export function isTheirs({ leaves, prose }: Sheet): boolean {
  return prose !== "" || leaves.includes(THEIRS);
}

/** Where a value stands in a sheet, as a whole leaf or, where it is a bare name, as the base name of a path. */
export function standingIn({ leaves }: Sheet, form: string): Standing {
  let own = false;
  let counterparty = false;
  const sought = form + END;
  for (let at = leaves.indexOf(sought); at >= 0; at = leaves.indexOf(sought, at + 1)) {
    const mark = markBefore(leaves, at, form);
    own ||= mark === OWN;
    counterparty ||= mark === THEIRS;
  }
  return { own, counterparty };
}

/** How the leaf begins that ends with a form found at a place; undefined when the form is neither the leaf nor its base name. */
function markBefore(leaves: string, at: number, form: string): string | undefined {
  const before = leaves[at - 1];
  if (before !== "/" || form.includes("/")) return before;
  const start = Math.max(leaves.lastIndexOf(OWN, at), leaves.lastIndexOf(THEIRS, at));
  return baseName(leaves.slice(start + 1, at + form.length)) === form ? leaves[start] : undefined;
}

/** The ids that stand beside a value in the records which hold it as an id; at most `max`. */
export function besideIn({ leaves }: Sheet, form: string, max: number): readonly string[] {
  const sought = OWN + form + END;
  const found: string[] = [];
  for (let at = leaves.indexOf(sought); at >= 0 && found.length < max; at = leaves.indexOf(sought, at + 1)) {
    const end = leaves.indexOf(RECORD, at);
    let leaf = leaves.lastIndexOf(RECORD, at) + 1;
    const last = end < 0 ? leaves.length : end;
    while (leaf < last && found.length < max) {
      const stop = leaves.indexOf(END, leaf);
      if (leaves[leaf] === OWN) found.push(leaves.slice(leaf + 1, stop));
      leaf = stop + 1;
    }
  }
  return found;
}
