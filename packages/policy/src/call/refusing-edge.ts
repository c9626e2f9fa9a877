import type { EdgeKind, PolicyAnswer, PolicyPort, PolicyRequest, Principal } from "@ambit/core";

/** An edge of the delegation chain that does not carry a call. */
export interface RefusingEdge {
  readonly edge: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly answer: PolicyAnswer;
}

/** The first edge between the principals of a call that does not carry it; undefined when all do, or have no rules. */
export function refusingEdge(
  { carry }: { readonly carry?: ((...asked: Parameters<Carry>) => PolicyAnswer) | undefined },
  request: PolicyRequest,
): RefusingEdge | undefined {
  const { principals, intent, tool, action, resources, sensitivity, tenant } = request;
  const permission = { intent, tool, action, resources, sensitivity };
  const within = tenant === undefined ? permission : { ...permission, tenant };
  for (const [index, to] of principals.slice(1).entries()) {
    const from = principals[index] as Principal;
    const edge = index === 0 ? "open" : "delegate";
    const answer = carry?.({ ...within, edge, from, to });
    if (answer !== undefined && answer.effect !== "allow") return { edge, from: from.id, to: to.id, answer };
  }
  return undefined;
}

type Carry = NonNullable<PolicyPort["carry"]>;
