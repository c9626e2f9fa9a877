import { type Key, keysOf } from "../../packages/policy/src/candidate/key.ts";
import { RuleIndex } from "../../packages/policy/src/candidate/rule-index.ts";
import { CasbinEvaluator } from "../../packages/policy/src/decision/casbin-evaluator.ts";
import type { Evaluator, Question } from "../../packages/policy/src/decision/evaluator.ts";
import { IndexedEvaluator } from "../../packages/policy/src/decision/indexed-evaluator.ts";
import { ScanEvaluator } from "../../packages/policy/src/decision/scan-evaluator.ts";
import type { Scope } from "../../packages/policy/src/expression/compile.ts";
import { FileFindings } from "../../packages/policy/src/finding/file-findings.ts";
import type { PolicyFunction } from "../../packages/policy/src/function/policy-function.ts";
import type { PolicyModel } from "../../packages/policy/src/model/policy-model.ts";
import { readModel } from "../../packages/policy/src/model/read-model.ts";
import { readRules } from "../../packages/policy/src/rule/read-rules.ts";
import type { RuleSet } from "../../packages/policy/src/rule/rule.ts";
import { toScope, toShared } from "../../packages/policy/src/snapshot/scope.ts";

export type EngineQuestion = Question;

/** The engine of a policy and, as its oracle, the one that tries every rule. */
export interface Engine {
  readonly evaluator: Evaluator;
  readonly scan: Evaluator;
  readonly scope: Scope;
  /** The stock engine of the same policy. */
  readonly casbin: Evaluator;
  /** Whether the index leaves out a rule. */
  readonly prunes: (question: Question) => boolean;
}

/** How an engine is made: with functions of the application, or with a fault in what it finds rules by. */
export interface Making {
  readonly functions?: Readonly<Record<string, PolicyFunction>>;
  readonly spoil?: (key: Key) => Key;
}

/** The engine beneath the snapshot, which takes request values of any type; or why the linter refuses the policy. */
export function engineOf(
  model: string,
  rules: string,
  { functions = {}, spoil = (key) => key }: Making = {},
): Engine | { readonly refused: string } {
  const findings = new FileFindings("policy");
  const arities = new Map(Object.entries(functions).map(([name, { arity }]) => [name, arity]));
  const read = readModel(model, findings, arities);
  const set = read === undefined ? undefined : readRules(rules, read, findings);
  const fatal = findings.found.find(({ severity }) => severity === "fatal");
  if (fatal !== undefined || read === undefined || set === undefined) {
    return { refused: `${fatal?.reason ?? ""}: ${fatal?.message.split(":")[0] ?? ""}` };
  }
  return made(read, set, { functions, spoil });
}

function made(read: PolicyModel, set: RuleSet, { functions, spoil }: Required<Making>): Engine {
  const { calls } = read;
  const scope = toScope(calls, set.rules, toShared(read, set, functions));
  const keys = keysOf(calls, scope).map(spoil);
  const index = new RuleIndex(keys, set.rules);
  const scan = new ScanEvaluator(calls, set.rules, scope);
  const compiled = keys.length === 0 ? scan : new IndexedEvaluator(calls, set.rules, { scope, keys });
  return {
    prunes: (question) => {
      const found = index.find(question);
      return found !== undefined && found.flat().length < set.rules.length;
    },
    evaluator: compiled,
    casbin: new CasbinEvaluator(calls, set.rules, { model: read, links: set.links, scope, compiled }),
    scan,
    scope,
  };
}
