import { canonicalJson, type JsonValue } from "@ambit/core";
import type { ChainMembers } from "./chained-record.ts";

const CHAIN_NAMES = ["prev", "seq", "v"] as const satisfies readonly (keyof ChainMembers)[];

type Members = Readonly<Record<string, unknown>>;

/** Text without anything that JSON escapes: the common case, quoted as it is. */
const PLAIN = /^[ !#-[\]-~]*$/u;

/** Member names already quoted. Records repeat few names; names in arguments must not make it grow. */
const NAMES = new Map<string, string>();
const NAMES_KEPT = 512;

/**
 * The text that `canonicalJson` gives, at half its cost; members that are `undefined` are left out.
 *
 * Throws `TypeError` on anything else that is not JSON, so that no line is ever unreadable.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return scalarText(value);
  if (Array.isArray(value)) return arrayText(value);
  // the default order of sort() is the one of RFC 8785: by UTF-16 code units
  return membersText(Object.keys(value).sort(), value as Members);
}

/** The canonical text of a record with the members of the chain over its own, without making that object. */
export function chainedText(record: object, chain: ChainMembers): string {
  const own = record as Members;
  const names = Object.keys(own);
  if (CHAIN_NAMES.some((name) => Object.hasOwn(own, name))) return canonicalText({ ...own, ...chain });
  names.push(...CHAIN_NAMES);
  return membersText(sortedOnce(names), own, chain as unknown as Members);
}

function arrayText(values: readonly unknown[]): string {
  let text = "[";
  for (let i = 0; i < values.length; i++) {
    text += i === 0 ? canonicalText(values[i]) : `,${canonicalText(values[i])}`;
  }
  return `${text}]`;
}

/** The text of named own members, in this order, of `first`, or of `second` where that has them. */
function membersText(names: readonly string[], first: Members, second?: Members): string {
  let text = "{";
  let separator = "";
  for (const name of names) {
    const value = second !== undefined && Object.hasOwn(second, name) ? second[name] : first[name];
    if (value === undefined) continue;
    text += separator + nameText(name) + canonicalText(value);
    separator = ",";
  }
  return `${text}}`;
}

/** Sorted names of records, which have few shapes. */
const SORTED = new Map<string, readonly string[]>();
const SORTED_KEPT = 256;

/** The names of a record in order; not for names that come with a call: these could hold what separates them here. */
function sortedOnce(names: string[]): readonly string[] {
  const key = names.join();
  const known = SORTED.get(key);
  if (known !== undefined) return known;
  const order = names.sort();
  if (SORTED.size < SORTED_KEPT) SORTED.set(key, order);
  return order;
}

function nameText(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const text = `${quoted(name)}:`;
  if (NAMES.size < NAMES_KEPT) NAMES.set(name, text);
  return text;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function scalarText(value: unknown): string {
  if (value !== null && typeof value !== "number" && typeof value !== "boolean") {
    throw new TypeError("a record holds JSON only");
  }
  return canonicalJson(value satisfies JsonValue);
}
