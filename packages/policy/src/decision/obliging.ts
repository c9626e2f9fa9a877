import { PRIORITY, SUBJECT_PRIORITY } from "../model/vocabulary.ts";
import type { Rule } from "../rule/rule.ts";
import type { Verdict } from "./evaluator.ts";

/** The rules whose obligations hold when a request is allowed: under a priority effect the deciding one alone. */
export function obligingRules(
  effect: string,
  { matched, named }: Pick<Verdict, "matched" | "named">,
): readonly Rule[] {
  if (effect === PRIORITY || effect === SUBJECT_PRIORITY) return named === undefined ? [] : [named];
  return matched.filter((rule) => rule.ref.effect === "allow");
}
