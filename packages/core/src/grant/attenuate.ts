import { AmbitError } from "../error/ambit-error.ts";
import type { Grant, Link, Scope } from "./grant.ts";
import { markOwned, ownScope } from "./own.ts";
import { scopeLeq, scopeMeet } from "./scope.ts";

/** A grant of one link. */
export function rootGrant(link: Link): Grant {
  return Object.freeze({ links: Object.freeze([ownLink(link, ownScope(link.scope))] as const) });
}

/**
 * The grant with one more link, whose scope is met with the last one's.
 *
 * Whether the meet lies below is checked independently of how it was made: if it does not, this throws `stage_failed`,
 * so that a fault in the algebra ends closed (L2).
 */
export function attenuate(grant: Grant, link: Link): Grant {
  const last = grant.links.at(-1) as Link;
  const own = ownLink(link, metWith(last.scope, link));
  return Object.freeze({ links: Object.freeze([...grant.links, own] as const) });
}

/** The grant as it was with its first links only. Throws `RangeError` for none of them, or more than there are. */
export function grantBefore({ links }: Grant, count: number): Grant {
  const [root, ...rest] = links.slice(0, count);
  if (root === undefined || count > links.length) throw new RangeError(`no grant has ${count} links here`);
  return Object.freeze({ links: Object.freeze([root, ...rest] as const) });
}

function metWith(last: Scope, { id, edge, scope }: Link): Scope {
  // an edge that only names itself: nothing is made that could be wider
  if (scope === last) return last;
  const met = markOwned(scopeMeet(last, ownScope(scope)));
  if (!scopeLeq(met, last)) throw new AmbitError("stage_failed", { stage: "attenuate", edge, link: id });
  return met;
}

function ownLink({ id, edge, parties }: Link, scope: Scope): Link {
  if (parties === undefined) return Object.freeze({ id, edge, scope });
  const { from, to } = parties;
  return Object.freeze({ id, edge, scope, parties: Object.freeze({ from, to }) });
}
