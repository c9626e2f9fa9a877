import { canonicalJson, type JsonValue } from "@ambit/core";

/** Text without anything that JSON escapes: the common case, quoted as it is. */
const PLAIN = /^[ !#-[\]-~]*$/u;

/**
 * The text that `canonicalJson` gives, at about half its cost; members that are `undefined` are left out.
 *
 * Throws `TypeError` on anything else that is not JSON, so that no line is ever unreadable.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return scalar(value);
  if (Array.isArray(value)) return arrayText(value);
  return objectText(value as Readonly<Record<string, unknown>>);
}

function arrayText(values: readonly unknown[]): string {
  let text = "[";
  for (let i = 0; i < values.length; i++) {
    text += i === 0 ? canonicalText(values[i]) : `,${canonicalText(values[i])}`;
  }
  return `${text}]`;
}

function objectText(object: Readonly<Record<string, unknown>>): string {
  // The default order of sort() is the one of RFC 8785: by UTF-16 code units.
  const keys = Object.keys(object).sort();
  let text = "{";
  for (const key of keys) {
    const value = object[key];
    if (value === undefined) continue;
    text += `${text === "{" ? "" : ","}${quoted(key)}:${canonicalText(value)}`;
  }
  return `${text}}`;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function scalar(value: unknown): string {
  if (value !== null && typeof value !== "number" && typeof value !== "boolean") {
    throw new TypeError("a record holds JSON only");
  }
  return canonicalJson(value satisfies JsonValue);
}
