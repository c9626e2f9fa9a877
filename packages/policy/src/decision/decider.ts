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
import { type Denial, denialOf, refuse } from "./denial.ts";
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
  #matched: readonly Rule[] = [];
  #obliging: readonly Rule[] = [];
  #denial: Denial | undefined;
  #nearest: NearMiss | undefined;
  #difference: PolicyAnswer["difference"];

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
    if (verdict.difference !== undefined)
      this.#difference ??= { principal: principal.id, resource, ...verdict.difference };
    this.#matched = union(this.#matched, verdict.matched);
    this.#obliging = union(this.#obliging, verdict.obliging);
    this.#answers.push(answerOf(verdict, denial, { principal: principal.id, resource }));
    if (denial === undefined || this.#denial !== undefined) return;
    this.#denial = denial;
    if (denial.reason !== "policy_no_match") return;
    const nearest = evaluator.nearest(question);
    if (nearest !== undefined) this.#nearest = { principal: principal.id, ...nearest };
  }

  /** Fields are set and not spread: this is made for every call. */
  answer(): PolicyAnswer {
    const matched = this.#matched.map((rule) => rule.ref);
    const { version } = this.#deciding;
    const answers = this.#answers;
    const denial = this.#denial;
    const effect = denial === undefined ? combineEffects(answers.map((each) => each.effect)) : "deny";
    const obligations = denial === undefined ? obligationsOf(this.#obliging) : [];
    const answer: Writable<PolicyAnswer> = { effect, obligations, matched, answers, version };
    if (denial !== undefined) answer.reason = denial.reason;
    if (denial?.detail !== undefined) answer.detail = denial.detail;
    if (this.#nearest !== undefined) answer.nearest = this.#nearest;
    if (this.#difference !== undefined) answer.difference = this.#difference;
    return answer;
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** The rules of both, each once, in order of first appearance. */
function union(before: readonly Rule[], more: readonly Rule[]): readonly Rule[] {
  if (before.length === 0 || more.length === 0) return more.length === 0 ? before : more;
  return [...new Set([...before, ...more])];
}

function obligationsOf(rules: readonly Rule[]): readonly Obligation[] {
  const obliging = rules.filter((rule) => rule.obligations.length > 0);
  return obliging.length === 0 ? [] : uniteObligations(...obliging.map((rule) => rule.obligations));
}

/** Two literals and no spread: this is made for every call. */
function answerOf(
  verdict: Verdict,
  denial: Denial | undefined,
  { principal, resource }: Pick<PrincipalAnswer, "principal" | "resource">,
): PrincipalAnswer {
  const effect = denial === undefined ? allowOrAsk(verdict.obliging) : "deny";
  const { named } = verdict;
  return named === undefined
    ? { principal, resource, effect }
    : { principal, resource, effect, casbinRule: named.ref };
}

function allowOrAsk(obliging: readonly Rule[]): Effect {
  return obliging.some(({ obligations }) => obligations.some(({ kind }) => kind === "approve"))
    ? "ask"
    : "allow";
}
