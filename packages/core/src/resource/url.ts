import { canonicalSegment, joinSegments } from "./segment.ts";

/** The few members of the WHATWG URL that are needed. It is pure: no I/O, no state. */
declare const URL: new (text: string) => { readonly hostname: string; readonly href: string };

/** `//authority`, path, query; a fragment never reaches a server and is dropped. */
const PARTS = /^\/\/([^/?#@]+)(?:\/([^?#]*))?(\?[^#]*)?(?:#.*)?$/su;

/**
 * The canonical spelling of what follows `http:` or `https:`; undefined if there is none.
 *
 * The path is judged before the WHATWG parser sees it, because that parser resolves dot segments silently.
 */
export function canonicalUrl(scheme: string, rest: string): string | undefined {
  const match = PARTS.exec(rest);
  if (match === null) return undefined;
  const path = canonicalUrlPath(match[2] ?? "");
  if (path === undefined) return undefined;
  const query = match[3] === undefined || match[3] === "?" ? "" : match[3];
  try {
    const url = new URL(`${scheme}://${match[1] as string}/${path}${query}`);
    return url.hostname.endsWith(".") ? undefined : url.href;
  } catch {
    return undefined; // not a host
  }
}

/** Segments of a URL's path, which may end with a slash: `a/` is another resource than `a`. */
function canonicalUrlPath(path: string): string | undefined {
  if (path === "") return "";
  const directory = path.endsWith("/");
  const segments = joinSegments((directory ? path.slice(0, -1) : path).split("/"), canonicalSegment);
  return segments !== undefined && directory ? `${segments}/` : segments;
}
