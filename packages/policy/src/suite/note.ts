import type { Principal } from "@ambit/core";

import { nearestWord } from "../finding/nearest-word.ts";
import type { Rule } from "../rule/rule.ts";
import type { Outcome } from "./call-outcome.ts";
import type { Expectation } from "./suite.ts";
import type { TestedPolicy } from "./tested-policy.ts";

type Asked = NonNullable<Outcome["asked"]>;

/** An outcome that is not what was expected. */
interface Unexpected {
  readonly expected: Expectation;
  readonly outcome: Outcome;
  readonly tool: string;
}

/** What explains an unexpected outcome: the link that refuses, or the rule that came closest to what was expected. */
export function noteOn({ expected, outcome, tool }: Unexpected, policy: TestedPolicy): string | undefined {
  const { refusal, reason, detail, asked } = outcome;
  if (reason === "tool_unknown") return unknownTool(tool, policy);
  if (refusal !== undefined) {
    const rules = asked === undefined ? "" : `; the rules alone say ${asked.answer.effect}`;
    return `the grant of ${refusal.link} does not cover ${refusal.what}${rules}`;
  }
  if (detail !== undefined) return detail;
  return asked === undefined ? undefined : closestRule(expected, asked, policy);
}

function unknownTool(tool: string, { snapshot }: TestedPolicy): string {
  const nearest = nearestWord(tool, snapshot.tools);
  return `tools.yaml has no ${tool}${nearest === undefined ? "" : `: did you mean "${nearest}"?`}`;
}

/** Of the rules that would have led to the expected decision, the one of which fewest clauses do not hold. */
function closestRule(expected: Expectation, asked: Asked, policy: TestedPolicy): string | undefined {
  const rules = policy.rules.filter((rule) => leadsTo(expected, rule));
  let best: Near | undefined;
  for (const near of nearOnes(rules, { ...asked, expected }, policy)) {
    if (best === undefined || near.failing.length < best.failing.length) best = near;
  }
  if (best === undefined) return undefined;
  const { rule, failing, principal } = best;
  const why = failing.slice(0, 2).map((place) => policy.written(rule, place));
  const more = failing.length > 2 ? ` and ${failing.length - 2} more` : "";
  return `${rule.ref.at ?? rule.ref.id} comes closest for ${principal}, but not: ${why.join("; ")}${more}`;
}

/** A rule that does not match, and the places of the clauses that do not hold. */
interface Near {
  readonly rule: Rule;
  readonly failing: readonly number[];
  readonly principal: string;
}

function* nearOnes(
  rules: readonly Rule[],
  asked: Asked & { readonly expected: Expectation },
  policy: TestedPolicy,
): Generator<Near> {
  const { request } = asked;
  const places = [...Array(policy.width).keys()];
  for (const { principal, resource } of questionsOf(asked)) {
    const holds = policy.asks(request, principal, resource);
    for (const rule of rules) {
      const failing = places.filter((place) => !holds(rule, place));
      if (failing.length > 0) yield { rule, failing, principal: principal.id };
    }
  }
}

/** One question per principal and resource: those that are denied, unless a denial is what was expected. */
function questionsOf({ request, answer, expected }: Asked & { readonly expected: Expectation }): readonly {
  readonly principal: Principal;
  readonly resource: string;
}[] {
  return request.principals.flatMap((principal) =>
    request.resources.flatMap((resource) => {
      const own = answer.answers.find(
        (each) => each.principal === principal.id && each.resource === resource,
      );
      return own?.effect === expected.decision ? [] : [{ principal, resource }];
    }),
  );
}

function leadsTo({ decision }: Expectation, { ref, obligations }: Rule): boolean {
  if (decision === "deny") return ref.effect === "deny";
  const asks = obligations.some(({ kind }) => kind === "approve");
  return ref.effect === "allow" && asks === (decision === "ask");
}
