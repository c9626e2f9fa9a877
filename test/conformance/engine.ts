import { keysOf } from "../../packages/policy/src/candidate/key.ts";
import { merge, RuleIndex } from "../../packages/policy/src/candidate/rule-index.ts";
import type { Evaluator, Question } from "../../packages/policy/src/decision/evaluator.ts";
import { ScanEvaluator } from "../../packages/policy/src/decision/scan-evaluator.ts";
import { toEvaluator } from "../../packages/policy/src/decision/to-evaluator.ts";
import { FileFindings } from "../../packages/policy/src/finding/file-findings.ts";
import { readModel } from "../../packages/policy/src/model/read-model.ts";
import { readRules } from "../../packages/policy/src/rule/read-rules.ts";
import { toScope, toShared } from "../../packages/policy/src/snapshot/scope.ts";

export type EngineQuestion = Question;

/** The engine of a policy and, as its oracle, the one that tries every rule. */
export interface Engine {
  readonly evaluator: Evaluator;
  readonly scan: Evaluator;
  /** Whether the index leaves out a rule. */
  readonly prunes: (question: Question) => boolean;
}

/** The engine beneath the snapshot, which takes request values of any type; or why the linter refuses the policy. */
export function engineOf(model: string, rules: string): Engine | { readonly refused: string } {
  const findings = new FileFindings("policy");
  const read = readModel(model, findings);
  const set = read === undefined ? undefined : readRules(rules, read, findings);
  const fatal = findings.found.find(({ severity }) => severity === "fatal");
  if (fatal !== undefined || read === undefined || set === undefined) {
    return { refused: `${fatal?.reason ?? ""}: ${fatal?.message.split(":")[0] ?? ""}` };
  }
  const { calls } = read;
  const scope = toScope(calls, set.rules, toShared(read, set));
  const index = new RuleIndex(keysOf(calls, scope), set.rules);
  return {
    prunes: (question) => merge(index.find(question) ?? [[...set.rules.keys()]]).length < set.rules.length,
    evaluator: toEvaluator(calls, set.rules, scope),
    scan: new ScanEvaluator(calls, set.rules, scope),
  };
}
