import { keysOf } from "../candidate/key.ts";
import type { Scope } from "../expression/compile.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { Evaluator } from "./evaluator.ts";
import { IndexedEvaluator } from "./indexed-evaluator.ts";
import { ScanEvaluator } from "./scan-evaluator.ts";

/** The fastest evaluator for a matcher: by an index where its conjuncts allow one. */
export function toEvaluator(set: DefinitionSet, rules: readonly Rule[], scope: Scope): Evaluator {
  const keys = keysOf(set, scope);
  return keys.length === 0
    ? new ScanEvaluator(set, rules, scope)
    : new IndexedEvaluator(set, rules, { scope, keys });
}
