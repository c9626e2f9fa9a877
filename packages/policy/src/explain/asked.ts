import type { PolicyRequest, Principal } from "@ambit/core";

import type { Question } from "../decision/evaluator.ts";
import { extraRoles } from "../decision/extra-roles.ts";
import type { RequestValues } from "../decision/request-values.ts";

/** One of the questions that a request comes to: one principal on one resource. */
export interface Asked {
  readonly principal: Principal;
  readonly resource: string;
  readonly question: Question;
}

/** The questions of a request, in the order in which they are decided. */
export function askedOf(request: PolicyRequest, values: RequestValues): readonly Asked[] {
  return request.principals.flatMap((principal) =>
    request.resources.map((resource) => {
      const own = values.of(request);
      values.ask(own, principal.id, resource);
      return { principal, resource, question: { values: own, extra: extraRoles(principal, request.tenant) } };
    }),
  );
}
