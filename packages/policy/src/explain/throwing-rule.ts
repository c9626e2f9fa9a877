import type { Question } from "../decision/evaluator.ts";
import { compileMatcher, type Scope } from "../expression/compile.ts";
import type { Matcher } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import { type ClauseReader } from "./clause-reader.ts";
import { rankRules } from "./rank-rules.ts";

/** The rule for which the matcher throws; of several, the one that is nearest to matching. */
export function throwingRule(
  rules: readonly Rule[],
  {
    matcher,
    scope,
    reader,
  }: { readonly matcher: Matcher; readonly scope: Scope; readonly reader: ClauseReader },
  question: Question,
): Rule | undefined {
  const program = compileMatcher(matcher.node, scope);
  const throwing = rules.filter(({ fields }) => {
    try {
      program(question.values, fields, question.extra);
      return false;
    } catch {
      return true;
    }
  });
  return rankRules(throwing, { reader, question }, 1)[0]?.rule;
}
