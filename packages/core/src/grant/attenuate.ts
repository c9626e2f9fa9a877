import { AmbitError } from "../error/ambit-error.ts";
import type { Grant, Link } from "./grant.ts";
import { markOwned, ownScope } from "./own.ts";
import { scopeLeq, scopeMeet } from "./scope.ts";

/** A grant of one link. */
export function rootGrant(link: Link): Grant {
  return Object.freeze({ links: Object.freeze([ownLink(link)] as const) });
}

/**
 * The grant with one more link, whose scope is met with the last one's.
 *
 * Whether the meet lies below is checked independently of how it was made: if it does not, this throws `stage_failed`,
 * so that a fault in the algebra ends closed (L2).
 */
export function attenuate(grant: Grant, link: Link): Grant {
  const { scope, ...own } = ownLink(link);
  const last = grant.links.at(-1) as Link;
  const met = markOwned(scopeMeet(last.scope, scope));
  if (!scopeLeq(met, last.scope))
    throw new AmbitError("stage_failed", { stage: "attenuate", edge: own.edge, link: own.id });
  return Object.freeze({
    links: Object.freeze([...grant.links, Object.freeze({ ...own, scope: met })] as const),
  });
}

function ownLink({ id, edge, scope, parties }: Link): Link {
  const own = { id, edge, scope: ownScope(scope) };
  return Object.freeze(
    parties === undefined ? own : { ...own, parties: Object.freeze({ from: parties.from, to: parties.to }) },
  );
}
