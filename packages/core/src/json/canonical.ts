import type { JsonValue } from "./json.ts";

/**
 * Canonical JSON text of a value: equal values give equal text.
 *
 * Source: RFC 8785 (JCS). ECMAScript's own number and string forms are the ones that it prescribes; only the order of
 * members, by UTF-16 code units, is ours. Throws `TypeError` on a number that is not finite.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== "object") return scalar(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const object = value as { readonly [member: string]: JsonValue };
  const members: string[] = [];
  for (const key of Object.keys(object).toSorted(byCodeUnit)) {
    members.push(`${JSON.stringify(key)}:${canonicalJson(object[key] as JsonValue)}`);
  }
  return `{${members.join(",")}}`;
}

function scalar(value: null | boolean | number | string): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("a number must be finite");
  return JSON.stringify(value);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
