import type { OpenRequest, PolicyAnswer, Principal, PrincipalAnswer, RuleRef } from "@ambit/core";

import type { Deciding } from "./decider.ts";
import { refuse } from "./denial.ts";
import { extraRoles } from "./extra-roles.ts";

/**
 * Decides whether subject and actor may pursue a purpose: each must hold an allow rule for it.
 *
 * Of the request only subject, purpose and tenant are known; a rule counts unless they alone rule it out. `matched` names
 * the first such rule of each.
 */
export function open(request: OpenRequest, deciding: Deciding): PolicyAnswer {
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
  return {
    effect: refused === undefined ? "allow" : "deny",
    ...(refused === undefined ? {} : { reason: "open_denied", detail: refused.principal }),
    obligations: [],
    matched: [...matched],
    answers,
    version: deciding.version,
  };
}

/** Whether any allow rule could match this principal and tool, whatever the rest of the call is. */
export function mayReach(principal: Principal, tool: string, deciding: Deciding): boolean {
  const values = deciding.values.of({ tool });
  deciding.values.ask(values, principal.id, "");
  return (
    deciding.evaluator.couldAllow({ values, extra: extraRoles(principal, undefined) }, "tool") !== undefined
  );
}
