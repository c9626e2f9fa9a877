import { canonicalPattern } from "@ambit/core";

const BELOW = "/**";
/** Stands for a star while the text around it is spelled: no spelling changes it. */
const STAR = "zstarz";
const WITH_SCHEME = /^([a-z*][a-z0-9+.*-]*):(.*)$/isu;

/**
 * The pattern as canonical resources are spelled; the pattern itself where that is not known.
 *
 * A pattern in another spelling matches no call, and a deny of it denies nothing.
 */
export function canonicalGlob(pattern: string): string {
  if (pattern === "**") return pattern;
  const below = pattern.endsWith(BELOW) ? BELOW : "";
  const named = pattern.slice(0, pattern.length - below.length);
  const stars = named.split("*").length;
  try {
    const spelled = canonicalPattern(named.replaceAll("*", STAR) + below);
    const head = spelled.slice(0, spelled.length - below.length).replaceAll(STAR, "*");
    return head.split("*").length === stars ? head + below : plainSpelling(pattern);
  } catch {
    return plainSpelling(pattern); // no resource, whatever its stars stand for
  }
}

/** Lower case where every spelling has it, and no slash at the end. */
function plainSpelling(pattern: string): string {
  const [, written = "", rest = ""] = WITH_SCHEME.exec(pattern) ?? [];
  if (written === "") return pattern;
  const scheme = written.toLowerCase();
  if (scheme === "mailto") return `mailto:${lowerFrom(rest, domainStart(rest))}`;
  if (scheme.startsWith("http")) {
    const host = /^\/\/[^/?#]*/u.exec(rest)?.[0] ?? "";
    return `${scheme}:${host.toLowerCase()}${rest.slice(host.length)}`;
  }
  return `${scheme}:${/[^/:]\/$/u.test(rest) ? rest.slice(0, -1) : rest}`;
}

/** What follows the last `@`, or the last star, which may stand for one, is domain. */
function domainStart(address: string): number {
  const at = address.lastIndexOf("@");
  const star = address.lastIndexOf("*");
  return at >= 0 ? at : star >= 0 ? star : address.length;
}

function lowerFrom(text: string, start: number): string {
  return text.slice(0, start) + text.slice(start).toLowerCase();
}
