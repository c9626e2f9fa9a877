import type { Scope } from "../expression/compile.ts";
import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import type { Rule, RuleSet } from "../rule/rule.ts";
import type { PolicyOptions } from "../snapshot/policy-options.ts";
import { CasbinEvaluator } from "./casbin-evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import { ScanEvaluator } from "./scan-evaluator.ts";
import { ShadowEvaluator } from "./shadow-evaluator.ts";
import { toEvaluator } from "./to-evaluator.ts";

/** What an engine is made from, besides the rules that it evaluates. */
interface EngineParts {
  readonly model: PolicyModel;
  readonly links: RuleSet["links"];
  readonly scope: Scope;
  readonly options: PolicyOptions;
}

/** The engine that the options ask for, and behind it the one that checks a share of its decisions. */
export function engineOf(set: DefinitionSet, rules: readonly Rule[], parts: EngineParts): Evaluator {
  const { scope, options } = parts;
  const { engine = "compiled", shadow = 0 } = options;
  const compiled = toEvaluator(set, rules, scope);
  const casbin = once(() => new CasbinEvaluator(set, rules, { ...parts, compiled }));
  const compiledDecides = engine === "compiled";
  const decides = compiledDecides ? compiled : casbin();
  if (shadow === 0) return decides;
  const checks = compiledDecides ? casbin : () => compiled;
  const scans = once(() => new ScanEvaluator(set, rules, scope));
  return new ShadowEvaluator({ decides, checks, scans, compiledDecides }, shadow);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
