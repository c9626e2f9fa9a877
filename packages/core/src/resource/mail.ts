import { encodeSegment } from "./segment.ts";

const LOCAL = /^[\p{L}\p{N}!#$&'+=^_`{|}~.-]+$/u;
const DOMAIN = /^[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}][\p{L}\p{N}-]*)*$/u;

/** The canonical spelling of what follows `mailto:`: exactly one address, no headers; the domain in lower case. */
export function canonicalMail(rest: string): string | undefined {
  const [local, domain, more] = decoded(rest).split("@");
  if (local === undefined || domain === undefined || more !== undefined) return undefined;
  if (!LOCAL.test(local) || !DOMAIN.test(domain)) return undefined;
  const address = encodeSegment(`${local}@${domain.toLowerCase()}`);
  return address === undefined ? undefined : `mailto:${address}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // not percent-encoding: no address
  }
}
