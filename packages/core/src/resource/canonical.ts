import { AmbitError } from "../error/ambit-error.ts";
import { canonicalMail } from "./mail.ts";
import { canonicalSegment, encodeSegment, joinSegments } from "./segment.ts";
import { canonicalUrl } from "./url.ts";

const MAX_LENGTH = 4096;
/** What no form of resource may hold anywhere: parsers disagree about it, or strip it silently. */
const SUSPECT = /[\\\p{Cc}\p{Zl}\p{Zp}]|%00|^\s|\s$/u;
/** A scheme has two letters and more: `C:/x` is a Windows drive. */
const SCHEME = /^([a-z][a-z0-9+.-]+):(.*)$/isu;

/**
 * The one spelling of a resource, by which it is compared; throws `resource_invalid` if it has none.
 *
 * Forms: absolute paths (`/a/b`, `file:///a/b`), web addresses (`https://host/a?q`; the fragment is dropped), mail
 * addresses (`mailto:a@b.c`), and segments under any other scheme (`crm://orders/7`, `tool:send_money`). Refused, never
 * repaired: dot segments, empty segments, backslashes, control characters, encoded separators, double encoding, user
 * information, and more than 4096 characters.
 */
export function canonicalResource(text: string): string {
  const canonical = text.length > MAX_LENGTH || SUSPECT.test(text) ? undefined : canonicalForm(text);
  if (canonical === undefined || canonical.length > MAX_LENGTH) throw new AmbitError("resource_invalid");
  return canonical;
}

function canonicalForm(text: string): string | undefined {
  if (text.startsWith("/")) return canonicalPath(text, encodeSegment);
  const match = SCHEME.exec(text);
  if (match === null) return undefined;
  const scheme = (match[1] as string).toLowerCase();
  const rest = match[2] as string;
  switch (scheme) {
    case "file":
      return rest.startsWith("///") ? canonicalPath(rest.slice(2), canonicalSegment) : undefined;
    case "http":
    case "https":
      return canonicalUrl(scheme, rest);
    case "mailto":
      return canonicalMail(rest);
    default:
      return canonicalCustom(scheme, rest);
  }
}

/** A file: one trailing slash means nothing. `spell` decodes or not: a bare path is not encoded. */
function canonicalPath(path: string, spell: (segment: string) => string | undefined): string | undefined {
  if (path === "/") return "file:///";
  const body = path.slice(1, path.endsWith("/") ? -1 : undefined);
  const segments = joinSegments(body.split("/"), spell);
  return segments === undefined ? undefined : `file:///${segments}`;
}

/** `scheme://a/b`, `scheme:///a/b` and `scheme:a/b` are three different things. */
function canonicalCustom(scheme: string, rest: string): string | undefined {
  const lead = /^\/{0,3}/u.exec(rest)?.[0] as string;
  if (lead.length === 1) return undefined;
  const [first = "", ...others] = rest.slice(lead.length).split("/");
  if (lead.length === 2 && first.includes("@")) return undefined;
  const segments = joinSegments([first, ...others], canonicalSegment);
  return segments === undefined ? undefined : `${scheme}:${lead}${segments}`;
}
