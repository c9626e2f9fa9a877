import { attenuate, type Grant, rootGrant, type Scope } from "@ambit/core";

import type { Agent, Declared } from "./suite.ts";

/** Per chain and purpose: a test asks many calls of one agent. */
const made = new WeakMap<Agent["chain"], Map<string, Grant | undefined>>();

/** The grant of an agent: what each of its chain declares, met with what those above hold; undefined without agents. */
export function grantOf({ chain }: Pick<Agent, "chain">, purpose: string): Grant | undefined {
  const known = made.get(chain) ?? new Map<string, Grant | undefined>();
  made.set(chain, known);
  if (!known.has(purpose)) known.set(purpose, makeGrant(chain, purpose));
  return known.get(purpose);
}

function makeGrant(chain: Agent["chain"], purpose: string): Grant | undefined {
  let grant: Grant | undefined;
  let above = purpose;
  for (const [index, { agent: id, purpose: own, ...declared }] of chain.entries()) {
    above = own ?? (index === 0 ? purpose : above);
    const scope = scopeOf(declared, { purpose: above, depth: chain.length - 1 - index });
    grant =
      grant === undefined
        ? rootGrant({ id, edge: "open", scope })
        : attenuate(grant, { id, edge: "delegate", scope });
  }
  return grant;
}

function scopeOf(
  { tools, sensitivity }: Pick<Declared, "tools" | "sensitivity">,
  { purpose, depth }: Pick<Scope, "purpose" | "depth">,
): Scope {
  return { tools, sensitivity, budget: {}, expiresAt: Number.POSITIVE_INFINITY, depth, purpose };
}
