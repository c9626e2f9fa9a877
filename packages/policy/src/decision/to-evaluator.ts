import { keysOf } from "../candidate/key.ts";
import type { Scope } from "../expression/compile.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { Evaluator } from "./evaluator.ts";
import { IndexedEvaluator } from "./indexed-evaluator.ts";
import { ScanEvaluator } from "./scan-evaluator.ts";

/** The fastest evaluator for a matcher: by an index where its conjuncts allow one. */
export function toEvaluator(model: PolicyModel, rules: readonly Rule[], scope: Scope): Evaluator {
  const keys = keysOf(model, scope);
  return keys.length === 0
    ? new ScanEvaluator(model, rules, scope)
    : new IndexedEvaluator(model, rules, { scope, keys });
}
