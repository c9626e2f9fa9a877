import type { Asked } from "../explain/asked.ts";
import { type Clause, isColumn } from "../explain/clause.ts";
import { rankRules } from "../explain/rank-rules.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { Rule } from "../rule/rule.ts";
import type { Outcome } from "./call-outcome.ts";
import type { Expectation } from "./suite.ts";
import type { TestedPolicy } from "./tested-policy.ts";

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
  return closestRule(expected, asked, policy);
}

function unknownTool(tool: string, { snapshot }: TestedPolicy): string {
  const nearest = nearestWord(tool, snapshot.tools);
  return `tools.yaml has no ${tool}${nearest === undefined ? "" : `: did you mean "${nearest}"?`}`;
}

/** Of the rules that would have led to the expected decision, the one that comes closest to matching. */
function closestRule(
  expected: Expectation,
  asked: Outcome["asked"],
  policy: TestedPolicy,
): string | undefined {
  if (asked === undefined) return undefined;
  const { reader } = policy;
  const rules = policy.rules.filter((rule) => leadsTo(expected, rule));
  const [nearest] = unexpected(expected, asked, policy)
    .flatMap(({ principal, question }) =>
      rankRules(rules, { reader, question }, 1).map((near) => ({ ...near, principal, question })),
    )
    .filter(({ failing }) => failing > 0)
    .toSorted((a, b) => a.failing - b.failing);
  if (nearest === undefined) return undefined;
  const { rule, principal, question, failing } = nearest;
  const clauses = reader.read(rule, question).filter(({ holds }) => !holds);
  const why = clauses.slice(0, 2).map(columnsOf);
  const more = failing > 2 ? ` and ${failing - 2} more` : "";
  return `${rule.ref.at ?? rule.ref.id} comes closest for ${principal.id}, but not: ${why.join("; ")}${more}`;
}

/** What the rule holds where the clause reads it: `p.when = args.amount > 250`; else the clause itself. */
function columnsOf({ text, values }: Clause): string {
  const columns = values.filter(({ name }) => isColumn(name));
  return columns.length === 0
    ? text
    : columns.map(({ name, value }) => `${name} = ${value as string}`).join(", ");
}

/** The questions that are not answered as expected. */
function unexpected(
  { decision }: Expectation,
  { request, answer }: NonNullable<Outcome["asked"]>,
  policy: TestedPolicy,
): readonly Asked[] {
  return policy.questionsOf(request).filter(({ principal, resource }) => {
    const own = answer.answers.find((each) => each.principal === principal.id && each.resource === resource);
    return own?.effect !== decision;
  });
}

function leadsTo({ decision }: Expectation, { ref, obligations }: Rule): boolean {
  if (decision === "deny") return ref.effect === "deny";
  const asks = obligations.some(({ kind }) => kind === "approve");
  return ref.effect === "allow" && asks === (decision === "ask");
}
