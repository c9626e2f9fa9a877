import { canonicalValue, formOf } from "./form.ts";

/** No user information, no backslash, nothing that parsers disagree on. */
const LINK =
  /^(?:https?:\/\/)?(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)(?::\d{1,5})?(?:[/?#][^\\]*)?$/u;

/** The host of a link, without `www.`; undefined for what is no plain web link. */
export function hostOf(value: boolean | number | string | null): string | undefined {
  if (typeof value !== "string" || formOf(value) === undefined) return undefined;
  return LINK.exec(canonicalValue(value))?.[1];
}
