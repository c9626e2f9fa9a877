import type { PolicyRequest, ResourceClass } from "@ambit/core";

import { keysOf } from "../candidate/key.ts";
import { RuleIndex } from "../candidate/rule-index.ts";
import type { Question } from "../decision/evaluator.ts";
import { extraRoles } from "../decision/extra-roles.ts";
import type { RequestValues } from "../decision/request-values.ts";
import type { Program, Scope } from "../expression/compile.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import { VARIES } from "./class-glob.ts";
import { leadingSame } from "./same.ts";
import { compileTaskMatcher } from "./task-matcher.ts";

interface Deciding {
  readonly scope: Scope;
  readonly values: RequestValues;
}

/** Tells which answers of a policy hold for a whole task. */
export class TaskRules {
  readonly #rules: readonly Rule[];
  readonly #values: RequestValues;
  readonly #matcher: Program;
  readonly #index: RuleIndex | undefined;

  constructor(set: DefinitionSet, rules: readonly Rule[], { scope, values }: Deciding) {
    this.#rules = rules;
    this.#values = values;
    this.#matcher = compileTaskMatcher(set.matcher.node, scope);
    const node = leadingSame(set.matcher.node, scope);
    const keys = node === undefined ? [] : keysOf({ ...set, matcher: { ...set.matcher, node } }, scope);
    this.#index = keys.length === 0 ? undefined : new RuleIndex(keys, rules);
  }

  /** Whether every rule gives the same for all requests of the task, for every principal and class of resources. */
  hold(request: PolicyRequest, classes: readonly ResourceClass[]): boolean {
    const { principals, tenant } = request;
    if (this.#values.tenant && tenant === undefined) return false;
    const values = this.#values.of(request);
    return principals.every((principal) => {
      const question = { values, extra: extraRoles(principal, tenant) };
      return classes.every((of) => {
        this.#values.ask(values, principal.id, of);
        return this.#holdsFor(question);
      });
    });
  }

  #holdsFor(question: Question): boolean {
    const found = this.#index?.find(question);
    const lasts = ({ fields }: Rule): boolean =>
      this.#matcher(question.values, fields, question.extra) !== VARIES;
    if (found === undefined) return this.#rules.every(lasts);
    return found.every((candidates) => candidates.every(({ rule }) => lasts(rule)));
  }
}
