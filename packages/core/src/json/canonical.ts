import type { JsonValue } from "./json.ts";

/** Text without anything that JSON escapes: the common case, quoted as it is. */
const PLAIN = /^[ !#-[\]-~]*$/u;

/**
 * Canonical JSON text of a value: equal values give equal text.
 *
 * Source: RFC 8785 (JCS). ECMAScript's own number and string forms are the ones that it prescribes; only the order of
 * members, by UTF-16 code units, is ours. Throws `TypeError` on a number that is not finite.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return scalar(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  return members(value as { readonly [member: string]: JsonValue });
}

function members(object: { readonly [member: string]: JsonValue }): string {
  let text = "{";
  // the default order of a sort is the one of RFC 8785: by UTF-16 code units
  for (const name of Object.keys(object).toSorted()) {
    if (text !== "{") text += ",";
    text += `${quoted(name)}:${canonicalJson(object[name] as JsonValue)}`;
  }
  return `${text}}`;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function scalar(value: null | boolean | number): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("a number must be finite");
  return String(value);
}
