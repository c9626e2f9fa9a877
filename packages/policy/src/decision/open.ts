import type { OpenRequest, PolicyAnswer, Principal, PrincipalAnswer, RuleRef, ToolEntry } from "@ambit/core";

import { carry, type Carrying } from "./carry.ts";
import type { Deciding } from "./decider.ts";
import { refuse } from "./denial.ts";
import { extraRoles } from "./extra-roles.ts";

/** What opening is decided with: the rules for calls, and those for edges where there are any. */
interface Opening extends Deciding {
  readonly carrying: Carrying | undefined;
}

/**
 * Decides whether subject and actor may pursue a purpose: each must hold an allow rule for it, and the edge between them
 * must be able to carry something.
 *
 * Of the request only subject, purpose and tenant are known; a rule counts unless they alone rule it out. `matched` names
 * the first such rule of each.
 */
export function open(request: OpenRequest, deciding: Opening): PolicyAnswer {
  const { subject, actor, purpose, tenant } = request;
  if (deciding.values.tenant && tenant === undefined) {
    return refuse({ reason: "attribute_missing", detail: "tenant" }, deciding.version);
  }
  const values = deciding.values.of({ intent: purpose, ...(tenant === undefined ? {} : { tenant }) });
  const matched = new Set<RuleRef>();
  const answers = [subject, actor].map((principal): PrincipalAnswer => {
    deciding.values.ask(values, principal.id, "");
    const rule = deciding.evaluator.couldAllow({ values, extra: extraRoles(principal, tenant) }, "purpose");
    if (rule !== undefined) matched.add(rule.ref);
    return {
      principal: principal.id,
      resource: `purpose:${purpose}`,
      effect: rule === undefined ? "deny" : "allow",
    };
  });
  const refused = answers.find((answer) => answer.effect === "deny");
  // between a principal and itself lies no edge
  const isOver = refused === undefined && subject.id !== actor.id;
  const carried = isOver ? carriedBy(request, deciding.carrying) : undefined;
  if (carried !== undefined) {
    const seen = [...matched, ...carried.matched];
    return { ...carried, matched: seen, answers: [...answers, ...carried.answers] };
  }
  return {
    effect: refused === undefined ? "allow" : "deny",
    ...(refused === undefined ? {} : { reason: "open_denied", detail: refused.principal }),
    obligations: [],
    matched: [...matched],
    answers,
    version: deciding.version,
  };
}

/** What the edge from subject to actor says; undefined in a policy without rules for edges. */
function carriedBy(request: OpenRequest, carrying: Carrying | undefined): PolicyAnswer | undefined {
  if (carrying === undefined) return undefined;
  const { subject, actor, purpose, tenant } = request;
  const asked = { edge: "open", from: subject, to: actor, intent: purpose } as const;
  return carry(tenant === undefined ? asked : { ...asked, tenant }, carrying);
}

/** Whether any allow rule could match this principal and tool, whatever the rest of the call is. */
export function mayReach(principal: Principal, tool: string, deciding: Deciding): boolean {
  const values = deciding.values.of({ tool });
  deciding.values.ask(values, principal.id, "");
  return (
    deciding.evaluator.couldAllow({ values, extra: extraRoles(principal, undefined) }, "tool") !== undefined
  );
}

/** Whether any allow rule could match this principal and tool for a purpose, whatever the rest of the call is. */
export function mayUse(
  principal: Principal,
  { entry, purpose }: { readonly entry: ToolEntry; readonly purpose: string },
  deciding: Deciding,
): boolean {
  const values = deciding.values.of({ tool: entry.tool, action: entry.action, intent: purpose });
  deciding.values.ask(values, principal.id, "");
  return (
    deciding.evaluator.couldAllow({ values, extra: extraRoles(principal, undefined) }, "use") !== undefined
  );
}
