import type { Awaitable, Link, Parties, PolicyAnswer, PolicyPort } from "@ambit/core";
import { carryRequest, isCarried } from "../edge/crossing.ts";
import type { Authorized } from "./authorize.ts";
import { andThen } from "./awaiting.ts";
import { type DecisionFacts, Denied } from "./denied.ts";

type Carry = NonNullable<PolicyPort["carry"]>;
type Crossed = Link & { readonly parties: Parties };

/** Whether every edge behind a call carries it, by the policy's rules for edges; the first that does not refuses. */
export function refusedByEdges(authorized: Authorized, carry: Carry): Awaitable<Denied | undefined> {
  const crossed = authorized.parts.frame.grant.links.filter(isCrossed);
  const from = (index: number): Awaitable<Denied | undefined> => {
    const link = crossed[index];
    if (link === undefined) return undefined;
    return andThen<unknown, Denied | undefined>(carry(requestOf(authorized, link)), (answer) =>
      isCarried(answer) ? from(index + 1) : refusal(link, answer),
    );
  };
  return from(0);
}

function isCrossed(link: Link): link is Crossed {
  return link.parties !== undefined;
}

function requestOf(
  { parts: { derived, frame } }: Authorized,
  { edge, parties }: Crossed,
): Parameters<Carry>[0] {
  const { call, entry, resources, sensitivity, intent } = derived.parts;
  const request = carryRequest(frame.run, { edge, parties, intent: intent.purpose });
  return { ...request, tool: call.tool, action: entry.action, resources, sensitivity };
}

function refusal({ edge, parties }: Crossed, answer: unknown): Denied {
  const { reason, nearest, detail } = (answer ?? {}) as Partial<PolicyAnswer>;
  const refusedBy = { edge, what: `${parties.from} → ${parties.to}` };
  const facts: DecisionFacts = {
    refusedBy,
    ...(nearest === undefined ? {} : { nearest }),
    ...(detail === undefined ? {} : { detail }),
  };
  return new Denied("decide", reason ?? "stage_garbage", facts);
}
