import type { ArgumentRole } from "../manifest/tool-entry.ts";
import type { ArgumentValue, ValueSource } from "../port/provenance-port.ts";
import { formOf } from "./form.ts";
import { soughtValue } from "./prose.ts";
import { besideIn, isTheirs, type Sheet, standingIn } from "./sheet.ts";
import type { IndexView } from "./value-index.ts";
import { isPhrase } from "./words.ts";

/** Values that are searched for in one call; further ones count as the model's, so that no call is slow. */
const MAX_SEARCHES = 200;
/** Longer values are not searched for. */
const MAX_LENGTH = 512;
const MAX_BESIDE = 200;

/** What user and subject name; values come in the one spelling of `formOf`. */
export interface NamedValues {
  byUser(form: string): boolean;
  bySubject(form: string): boolean;
  /** Whether a host stands in the user's words. */
  hostByUser(host: string): boolean;
  /** Whether a passage, loosened, stands in the user's words. */
  saidByUser(passage: string): boolean;
}

/** Where a value stands. */
export interface Place {
  readonly good: "user" | "subject" | "approved" | undefined;
  readonly own: boolean;
  readonly counterparty: boolean;
  readonly prose: boolean;
  /** Where it had been seen when a write of this run brought it in. */
  readonly planted: ValueSource | undefined;
}

const NOWHERE: Place = Object.freeze({
  good: undefined,
  own: false,
  counterparty: false,
  prose: false,
  planted: undefined,
});

/** Finds the places of values for one call, each once. */
export class PlaceFinder {
  readonly named: NamedValues;
  readonly #index: IndexView;
  readonly #found = new Map<string, Omit<Place, "good">>();
  #searches = 0;
  #phrases = 0;
  readonly #said = new Map<string, Place["good"]>();

  constructor(named: NamedValues, index: IndexView) {
    this.named = named;
    this.#index = index;
  }

  /** Whether more came back than the index holds: then nobody knows. */
  get isFull(): boolean {
    return this.#index.isFull;
  }

  /** Prose of others, loosened. */
  get prose(): readonly string[] {
    return this.#index.sheets.flatMap(({ prose }) => (prose === "" ? [] : [prose]));
  }

  /** Whether anything was read that others may have written. */
  get hasRead(): boolean {
    return this.#index.sheets.some(isTheirs);
  }

  get secrets(): readonly string[] {
    return this.#index.sheets.flatMap(({ secrets }) => secrets);
  }

  find(value: ArgumentValue["value"], role: ArgumentRole | undefined): Place {
    const form = formOf(value);
    if (form === undefined) return NOWHERE;
    const good = this.#goodOf(form) ?? (this.#index.approved(value, role) ? "approved" : undefined);
    return { good, ...this.#placesOf(form) };
  }

  /** Whether a record that holds a value as an id was asked for in the user's words, or holds an id that passes a test. */
  isBeside(form: string, test: (beside: string) => boolean): boolean {
    const isLinked = (sheet: Sheet): boolean =>
      (sheet.asked && standingIn(sheet, form).own) || besideIn(sheet, form, MAX_BESIDE).some(test);
    return (
      this.#index.planted(form) === undefined && this.#mayStand(form) && this.#index.sheets.some(isLinked)
    );
  }

  #goodOf(form: string): Place["good"] {
    const known = this.#said.get(form);
    if (known !== undefined) return known;
    const isSkipped = isPhrase(form) && this.#phrases++ >= MAX_SEARCHES;
    const isUsers = !isSkipped && this.named.byUser(form);
    const good = isUsers ? "user" : this.named.bySubject(form) ? "subject" : undefined;
    if (good !== undefined) this.#said.set(form, good);
    return good;
  }

  #placesOf(form: string): Omit<Place, "good"> {
    const known = this.#found.get(form);
    if (known !== undefined) return known;
    const found = this.#mayStand(form) ? this.#search(form) : NOWHERE;
    this.#found.set(form, found);
    return found;
  }

  #mayStand(form: string): boolean {
    return form.length <= MAX_LENGTH && this.#searches++ < MAX_SEARCHES;
  }

  #search(form: string): Omit<Place, "good"> {
    let own = false;
    let counterparty = false;
    for (const sheet of this.#index.sheets) {
      const standing = standingIn(sheet, form);
      own ||= standing.own;
      counterparty ||= standing.counterparty;
    }
    const sought = soughtValue(form);
    const prose = sought !== undefined && this.#index.sheets.some((sheet) => sought(sheet.prose));
    return { own, counterparty, prose, planted: this.#index.planted(form) };
  }
}
