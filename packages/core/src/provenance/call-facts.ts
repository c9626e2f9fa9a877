import type { ArgumentRole } from "../manifest/tool-entry.ts";
import {
  type ArgumentValue,
  type ProvenancePort,
  VALUE_SOURCES,
  type ValueSource,
} from "../port/provenance-port.ts";
import { formOf } from "./form.ts";
import { hostOf } from "./host.ts";
import { mentionsIn } from "./mentions.ts";
import { passagesOf } from "./passages.ts";
import { type PlaceFinder, type Place } from "./place.ts";
import { repeatsFrom } from "./prose.ts";
import { holdsSecret } from "./secrets.ts";

const GOOD: readonly ValueSource[] = ["user", "subject", "approved", "own"];

/** What is known of the argument values of one call; the answers are of the time when it was made. */
export class CallFacts implements ProvenancePort {
  readonly #finder: PlaceFinder;
  readonly #roleOf: (path: string) => ArgumentRole | undefined;

  constructor(finder: PlaceFinder, roleOf: (path: string) => ArgumentRole | undefined) {
    this.#finder = finder;
    this.#roleOf = roleOf;
  }

  from({ path, value }: ArgumentValue): ValueSource | undefined {
    const place = this.#finder.find(value, this.#roleOf(path));
    if (place.good !== undefined) return place.good;
    return this.#finder.isFull ? undefined : worstOf(place);
  }

  nowhere({ path, value }: ArgumentValue): boolean | undefined {
    const place = this.#finder.find(value, this.#roleOf(path));
    if (place.good !== undefined) return false;
    if (this.#finder.isFull) return undefined;
    return !place.own && !place.counterparty && !place.prose;
  }

  contested({ value }: ArgumentValue): boolean | undefined {
    if (this.#finder.isFull) return undefined;
    const { own, counterparty, prose } = this.#finder.find(value, undefined);
    return (own || counterparty) && prose;
  }

  hostFromUser({ value }: ArgumentValue): boolean {
    const host = hostOf(value);
    return host !== undefined && this.#finder.named.hostByUser(host);
  }

  fresh({ path, value }: ArgumentValue): boolean | undefined {
    if (typeof value !== "string") return false;
    if (this.#finder.isFull) return undefined;
    if (!this.#finder.hasRead) return false;
    const mentions = mentionsIn(value);
    return mentions === undefined || mentions.some((mention) => !this.#isGood({ path, value: mention }));
  }

  copied({ value }: ArgumentValue): boolean | undefined {
    if (typeof value !== "string") return false;
    if (this.#finder.isFull) return undefined;
    const prose = this.#finder.prose;
    if (prose.length === 0) return false;
    const passages = passagesOf(value);
    const isCopied = (passage: string): boolean =>
      prose.some((text) => repeatsFrom(text, passage)) && !this.#finder.named.saidByUser(passage);
    return passages === undefined || passages.some(isCopied);
  }

  containsSecret({ value }: ArgumentValue): boolean | undefined {
    if (typeof value !== "string" && typeof value !== "number") return false;
    if (this.#finder.isFull) return undefined;
    const { secrets } = this.#finder;
    return secrets.length > 0 && holdsSecret(String(value), secrets);
  }

  linkedToUser({ value }: ArgumentValue): boolean | undefined {
    if (this.#finder.isFull) return undefined;
    const form = formOf(value);
    if (form === undefined) return false;
    const { named } = this.#finder;
    return named.byUser(form) || this.#finder.isBeside(form, (beside) => named.byUser(beside));
  }

  /** Whether the value stands in a place that may be relied on, whatever prose says of it besides. */
  isSourced({ path, value }: ArgumentValue, planned: boolean): boolean | undefined {
    if (value === null || typeof value === "boolean") return true;
    const { good, own, counterparty, planted } = this.#finder.find(value, this.#roleOf(path));
    if (good !== undefined) return true;
    if (this.#finder.isFull) return undefined;
    const isOwn = own && (planted === undefined || planted === "own");
    return counterparty ? planned : isOwn;
  }

  #isGood(mention: ArgumentValue): boolean {
    const from = this.from(mention);
    return (from !== undefined && GOOD.includes(from)) || this.hostFromUser(mention);
  }
}

/** The worst place; the model's words where there is none. */
function worstOf({ own, counterparty, prose, planted }: Place): ValueSource {
  const places: ValueSource[] = [];
  if (own) places.push(planted ?? "own");
  if (counterparty) places.push("counterparty");
  if (prose) places.push("prose");
  const worst = Math.max(...places.map((place) => VALUE_SOURCES.indexOf(place)));
  return VALUE_SOURCES[worst] ?? "model";
}
