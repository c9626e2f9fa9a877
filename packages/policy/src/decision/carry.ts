import {
  type CarryRequest,
  type CodeName,
  combineEffects,
  type PolicyAnswer,
  type PrincipalAnswer,
  sensitivityRank,
} from "@ambit/core";

import type { EdgeToken } from "../model/vocabulary.ts";
import { type Denial, faultDenial, refuse } from "./denial.ts";
import type { Evaluator, Question, Verdict } from "./evaluator.ts";
import { extraRoles } from "./extra-roles.ts";

/** What is decided with when a permission goes over an edge. */
export interface Carrying {
  readonly evaluator: Evaluator;
  /** The edge's request tokens, in the order of their definition. */
  readonly tokens: readonly string[];
  readonly version: string;
}

/** Decides whether an edge carries a permission: each of its resources, or anything at all. */
export function carry(request: CarryRequest, carrying: Carrying): PolicyAnswer {
  if (carrying.tokens.includes("dom") && request.tenant === undefined) {
    return refuse({ reason: "attribute_missing", detail: "tenant" }, carrying.version);
  }
  if (request.resources === undefined) return carryAny(request, carrying);
  if (request.sensitivity === undefined || sensitivityRank(request.sensitivity) < 0) {
    return refuse({ reason: "policy_error", detail: "the sensitivity is unknown" }, carrying.version);
  }
  return carryEach(request, carrying);
}

function carryAny(request: CarryRequest, { evaluator, tokens, version }: Carrying): PolicyAnswer {
  const about = request.tool === undefined ? "edge" : "edge tool";
  const rule = evaluator.couldAllow(questionOf(request, tokens, ""), about);
  const resource = request.tool === undefined ? "*" : `tool:${request.tool}`;
  const effect = rule === undefined ? "deny" : "allow";
  const answers = [{ principal: request.to.id, resource, effect } as const];
  const matched = rule === undefined ? [] : [rule.ref];
  const answer = { effect, obligations: [], matched, answers, version } as const;
  return rule === undefined ? { ...answer, reason: EDGE_DENIED } : answer;
}

const EDGE_DENIED: CodeName = "edge_denied";

function carryEach(request: CarryRequest, { evaluator, tokens, version }: Carrying): PolicyAnswer {
  const principal = request.to.id;
  const decided = (request.resources ?? []).map((resource) => {
    const question = questionOf(request, tokens, resource);
    const verdict = evaluator.decide(question);
    return { resource, question, verdict, denial: denialOf(verdict) };
  });
  const answers = decided.map(({ resource, denial }): PrincipalAnswer => {
    return { principal, resource, effect: denial === undefined ? "allow" : "deny" };
  });
  const matched = new Set(decided.flatMap(({ verdict }) => verdict.matched.map(({ ref }) => ref)));
  const differing = decided.find(({ verdict }) => verdict.difference !== undefined);
  const answer = {
    // without a resource nothing was decided, and nothing is carried
    effect: combineEffects(answers.map(({ effect }) => effect)),
    obligations: [],
    matched: [...matched],
    answers,
    version,
    ...(differing?.verdict.difference && {
      difference: { principal, resource: differing.resource, ...differing.verdict.difference },
    }),
  };
  if (answer.effect === "allow") return answer;
  const first = decided.find(({ denial }) => denial !== undefined);
  const near = first && evaluator.nearest(first.question);
  return {
    ...answer,
    reason: EDGE_DENIED,
    ...first?.denial,
    ...(near && { nearest: { principal, ...near } }),
  };
}

function denialOf(verdict: Verdict): Denial | undefined {
  if ("fault" in verdict) return faultDenial(verdict.fault);
  return verdict.allowed ? undefined : { reason: EDGE_DENIED };
}

function questionOf(request: CarryRequest, tokens: readonly string[], resource: string): Question {
  return {
    values: tokens.map((token) => READ[token as EdgeToken](request, resource)),
    extra: extraRoles(request.from, request.tenant),
  };
}

const READ: Readonly<Record<EdgeToken, (request: CarryRequest, resource: string) => unknown>> = {
  edge: ({ edge }) => edge,
  from: ({ from }) => from.id,
  to: ({ to }) => to.id,
  tool: ({ tool }) => tool,
  act: ({ action }) => action,
  res: (_request, resource) => resource,
  obj: (_request, resource) => resource,
  sens: ({ sensitivity }) => (sensitivity === undefined ? undefined : sensitivityRank(sensitivity)),
  intent: ({ intent }) => intent,
  dom: ({ tenant }) => tenant,
};
