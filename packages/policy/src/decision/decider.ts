import {
  combineEffects,
  type Effect,
  type NearMiss,
  type Obligation,
  type PolicyAnswer,
  type PolicyRequest,
  type Principal,
  type PrincipalAnswer,
  sensitivityRank,
  uniteObligations,
} from "@ambit/core";

import type { ExtraRoles } from "../role/domain-graph.ts";
import type { Rule } from "../rule/rule.ts";
import { type Denial, faultDenial, refuse } from "./denial.ts";
import type { Evaluator, Verdict } from "./evaluator.ts";
import { extraRoles } from "./extra-roles.ts";
import type { RequestValues } from "./request-values.ts";

/** What a decision is made with. */
export interface Deciding {
  readonly evaluator: Evaluator;
  readonly values: RequestValues;
  readonly version: string;
}

/** Decides every principal on every resource: deny > ask > allow, obligations united. */
export function decide(request: PolicyRequest, deciding: Deciding): PolicyAnswer {
  const { principals, resources, tenant } = request;
  if (principals.length === 0 || resources.length === 0) {
    return refuse(
      { reason: "policy_error", detail: "a request names principals and resources" },
      deciding.version,
    );
  }
  if (sensitivityRank(request.sensitivity) < 0) {
    return refuse({ reason: "policy_error", detail: "the sensitivity is unknown" }, deciding.version);
  }
  if (deciding.values.tenant && tenant === undefined) {
    return refuse({ reason: "attribute_missing", detail: "tenant" }, deciding.version);
  }
  const decision = new Decision(deciding, deciding.values.of(request));
  for (const principal of principals) {
    const extra = extraRoles(principal, tenant);
    for (const resource of resources) decision.ask(principal, resource, extra);
  }
  return decision.answer();
}

class Decision {
  readonly #deciding: Deciding;
  readonly #values: unknown[];
  readonly #answers: PrincipalAnswer[] = [];
  readonly #matched = new Set<Rule>();
  readonly #obliging = new Set<Rule>();
  #denial: Denial | undefined;
  #nearest: NearMiss | undefined;

  constructor(deciding: Deciding, values: unknown[]) {
    this.#deciding = deciding;
    this.#values = values;
  }

  ask(principal: Principal, resource: string, extra: ExtraRoles | undefined): void {
    const { evaluator, values } = this.#deciding;
    values.ask(this.#values, principal.id, resource);
    const question = { values: this.#values, extra };
    const verdict = evaluator.decide(question);
    const denial = denialOf(verdict);
    for (const rule of verdict.matched) this.#matched.add(rule);
    for (const rule of verdict.obliging) this.#obliging.add(rule);
    const effect =
      denial === undefined ? allowOrAsk(verdict.obliging.flatMap((rule) => rule.obligations)) : "deny";
    const named = verdict.named === undefined ? {} : { casbinRule: verdict.named.ref };
    this.#answers.push({ principal: principal.id, resource, effect, ...named });
    if (denial === undefined || this.#denial !== undefined) return;
    this.#denial = denial;
    if (denial.reason !== "policy_no_match") return;
    const nearest = evaluator.nearest(question);
    if (nearest !== undefined) this.#nearest = { principal: principal.id, ...nearest };
  }

  answer(): PolicyAnswer {
    const effect = combineEffects(this.#answers.map((answer) => answer.effect));
    const obligations = effect === "deny" ? [] : [...this.#obliging].map((rule) => rule.obligations);
    return {
      effect,
      ...this.#denial,
      obligations: uniteObligations(...obligations),
      matched: [...this.#matched].map((rule) => rule.ref),
      answers: this.#answers,
      version: this.#deciding.version,
      ...(this.#nearest === undefined ? {} : { nearest: this.#nearest }),
    };
  }
}

function denialOf(verdict: Verdict): Denial | undefined {
  if ("fault" in verdict) return faultDenial(verdict.fault);
  if (verdict.allowed) return undefined;
  const denied = verdict.matched.some((rule) => rule.ref.effect === "deny");
  return { reason: denied ? "policy_denied" : "policy_no_match" };
}

function allowOrAsk(obligations: readonly Obligation[]): Effect {
  return obligations.some((obligation) => obligation.kind === "approve") ? "ask" : "allow";
}
