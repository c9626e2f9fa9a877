/** Control, format and private characters, and unpaired surrogates: a value that has one never counts as seen. */
const ODD = /[\p{C}\p{Zl}\p{Zp}\u115F\u1160\u3164\p{Variation_Selector}]/u;
const WEB = /^https?:\/\/(?:www\.)?/u;
const IBAN = /^[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}$/u;
const PHONE = /^[+0(](?:[ ()-]{0,3}\d){6,}[ ()-]?$/u;
const DAY = /^(\d{4}-\d{2}-\d{2})(?:[t ]\d{2}:\d{2}.*)?$/u;
const POINT_ZERO = /^(-?\d+)\.0+$/u;

/** What a canonical value is, by its look. */
export type ValueKind = "address" | "account" | "url" | "path" | "phone" | "day" | "number" | "text";

/**
 * A value as it is compared. Case is folded for ASCII alone: other letters, the Kelvin sign for one, become Latin ones when
 * they are lower-cased, and a look-alike must not count as seen.
 */
export function canonicalValue(value: boolean | number | string | null): string {
  return String(value).replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}

/**
 * The one spelling of a value: links without scheme, `www.` and trailing slash, accounts and phone numbers without
 * separators, numbers without trailing `.0`, dates by day. Undefined for a value that no good place can hold: an empty one,
 * one with control or invisible characters, or what is neither a text nor a number.
 */
export function formOf(value: boolean | number | string | null): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = canonicalValue(value);
  if (text === "" || ODD.test(text)) return undefined;
  return spelt(text);
}

function spelt(text: string): string {
  if (WEB.test(text)) return text.replace(WEB, "").replace(/\/$/u, "");
  if (/^www\../u.test(text)) return text.slice(4).replace(/\/$/u, "");
  const day = DAY.exec(text)?.[1] ?? POINT_ZERO.exec(text)?.[1];
  if (day !== undefined) return day;
  if (text.length > 64) return text;
  if (IBAN.test(text)) return text.replaceAll(/[ -]/gu, "");
  return PHONE.test(text) ? text.replaceAll(/[ ()-]/gu, "") : text;
}

/** What a value looks like: approvals of one kind say nothing of another. */
export function kindOf(value: boolean | number | string | null): ValueKind {
  const text = canonicalValue(value);
  if (/^[a-z][a-z0-9+.-]*:\/\//u.test(text)) return "url";
  if (/^[^\s@]+@[^\s@]+$/u.test(text)) return "address";
  if (/^-?\d+(?:\.\d+)?$/u.test(text)) return "number";
  if (DAY.test(text)) return "day";
  if (text.length <= 64 && IBAN.test(text)) return "account";
  if (text.length <= 64 && PHONE.test(text)) return "phone";
  return /^[^\s]*\/[^\s]*$/u.test(text) ? "path" : "text";
}

/** The base name of a path; undefined for what is none. */
export function baseName(form: string): string | undefined {
  if (!form.includes("/") || /\s/u.test(form)) return undefined;
  const name = form.slice(form.lastIndexOf("/") + 1);
  return name === "" ? undefined : name;
}
