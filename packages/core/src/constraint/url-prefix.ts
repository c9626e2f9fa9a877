import { canonicalUrl } from "../resource/url.ts";
import type { JsonObject } from "../json/json.ts";
import type { Constraint } from "./constraint.ts";
import { constructed, hasMembers, type Kind, type Of, SORT } from "./kind.ts";

/** Admits web addresses with this scheme, this very host and port, and a path at or below this one. */
export function urlPrefix(url: string): Constraint {
  return constructed(makeUrlPrefix(url), "url_prefix");
}

/** The kind `url_prefix`. */
export const URL_PREFIX: Kind<Of<"url_prefix">> = {
  sorts: SORT.url,
  admits: (constraint, value) => {
    const place = parsePlace(value);
    return place !== undefined && isUnder(place, constraint);
  },
  leq: ({ atoms: { url_prefix: child } }, parent) => child !== undefined && isUnder(child, parent),
  meet: (a, b) => (isUnder(a, b) ? a : isUnder(b, a) ? b : undefined),
  parse: parseUrlPrefix,
  print: ({ scheme, host, path }) => ({ scheme, host, path }),
};

interface Place {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

const WEB = /^(https?):([^\s\\\p{Cc}]+)$/iu;

/** Where a web address leads, without query and fragment; undefined when it could be read in two ways. */
function parsePlace(value: unknown): Place | undefined {
  const match = typeof value === "string" ? WEB.exec(value) : null;
  if (match === null) return undefined;
  const scheme = (match[1] as string).toLowerCase();
  const url = canonicalUrl(scheme, match[2] as string);
  if (url === undefined) return undefined;
  const [address] = url.split("?") as [string];
  const [, , host, ...segments] = address.split("/") as [string, string, string, ...string[]];
  return { scheme, host, path: `/${segments.join("/")}` };
}

function isUnder(place: Place, parent: Place): boolean {
  if (place.scheme !== parent.scheme || place.host !== parent.host) return false;
  const folder = parent.path.endsWith("/") ? parent.path : `${parent.path}/`;
  return place.path === parent.path || place.path.startsWith(folder);
}

function makeUrlPrefix(url: unknown): Of<"url_prefix"> | undefined {
  const place = parsePlace(url);
  return place === undefined || /[?#]/u.test(url as string)
    ? undefined
    : Object.freeze({ kind: "url_prefix", ...place });
}

function parseUrlPrefix(json: JsonObject): Constraint | undefined {
  if (!hasMembers(json, "scheme", "host", "path")) return undefined;
  const { scheme, host, path } = json;
  // What is no text, or is not canonical, differs from what was made of it.
  const made = makeUrlPrefix(`${scheme as string}://${host as string}${path as string}`);
  if (made === undefined) return undefined;
  return made.scheme === scheme && made.host === host && made.path === path ? made : undefined;
}
