import { AmbitError } from "../error/ambit-error.ts";
import { canonicalResource } from "./canonical.ts";

const EVERYTHING = "**";
const BELOW = "/**";
/** `crm://**` and `file:///**`: everything under a scheme. */
const WHOLE_SCHEME = /^[a-z][a-z0-9+.-]+:\/\/\/?\*\*$/u;

/**
 * The one spelling of a resource pattern; throws `resource_invalid` if it has none.
 *
 * Patterns: a resource, `prefix/**` (the prefix itself and what is below it), and `**` (everything). A star anywhere else
 * is refused, lest somebody takes it for a wildcard.
 */
export function canonicalPattern(text: string): string {
  if (text === EVERYTHING || WHOLE_SCHEME.test(text)) return text;
  if (text === BELOW) return "file:///**";
  const below = text.endsWith(BELOW);
  const named = below ? text.slice(0, -BELOW.length) : text;
  if (named.includes("*") || (below && /\?|\/$/u.test(named))) throw new AmbitError("resource_invalid");
  const resource = canonicalResource(named);
  return below ? `${resource.endsWith("/") ? resource.slice(0, -1) : resource}${BELOW}` : resource;
}

/** Whether a canonical resource matches a canonical pattern. Linear in the length of the pattern. */
export function resourceMatches(pattern: string, resource: string): boolean {
  if (pattern === EVERYTHING) return true;
  if (!pattern.endsWith(BELOW)) return pattern === resource;
  const prefix = pattern.length - BELOW.length;
  return resource.startsWith(pattern.slice(0, prefix)) && isBoundary(resource, prefix);
}

/** Whether pattern `child` matches no resource that `parent` does not match. */
export function patternLeq(child: string, parent: string): boolean {
  if (child === parent || parent === EVERYTHING) return true;
  if (child === EVERYTHING) return false;
  if (!child.endsWith(BELOW)) return resourceMatches(parent, child);
  return parent.endsWith(BELOW) && resourceMatches(parent, child.slice(0, -BELOW.length));
}

/** A canonical resource holds an unencoded `?` only where a web address begins its query. */
function isBoundary(resource: string, at: number): boolean {
  const next = resource[at];
  return next === undefined || next === "/" || next === "?";
}
