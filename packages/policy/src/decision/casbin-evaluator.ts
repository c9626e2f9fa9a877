import { Assertion, Effect, EnforceContext, Enforcer, Model } from "casbin";

import { behindView, withAttributeViews } from "../expression/attribute-view.ts";
import type { Scope } from "../expression/compile.ts";
import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import type { Rule, RuleSet } from "../rule/rule.ts";
import { CasbinRoles } from "./casbin-roles.ts";
import type { About, Evaluator, Question, Verdict } from "./evaluator.ts";
import { obligingRules } from "./obliging.ts";
import { WatchingEffector } from "./watching-effector.ts";

/** What the rules of one definition are decided with, besides the rules. */
interface From {
  readonly model: PolicyModel;
  readonly links: RuleSet["links"];
  readonly scope: Scope;
  /** Answers what casbin cannot be asked: what could match, and what came closest. */
  readonly compiled: Evaluator;
}

/**
 * Evaluates rules by casbin's own `enforceExSync`: its loop, its parser and interpreter, its effector, its role managers.
 *
 * Every decision tries every rule: 10 to 30 ms per thousand rules of the agent model. Roles that hold for one decision
 * only, and purposes, cost a copy of the role links.
 */
export class CasbinEvaluator implements Evaluator {
  readonly #set: DefinitionSet;
  readonly #rules: readonly Rule[];
  readonly #byFields: ReadonlyMap<readonly string[], Rule>;
  readonly #scope: Scope;
  readonly #compiled: Evaluator;
  readonly #effector = new WatchingEffector();
  readonly #enforcer: Enforcer;
  readonly #context: EnforceContext;
  /** What the principal of the question under way holds for it only. */
  #extra: Question["extra"];

  constructor(set: DefinitionSet, rules: readonly Rule[], { model, links, scope, compiled }: From) {
    this.#set = set;
    this.#rules = rules;
    this.#byFields = new Map(rules.map((rule) => [rule.fields, rule]));
    this.#scope = scope;
    this.#compiled = compiled;
    this.#context = new EnforceContext(set.rtype, set.ptype, "e", set.rtype.replace("r", "m"));
    this.#enforcer = new StockEnforcer(stockModel(set, rules, model), this.#effector, [
      ...[...scope.functions].map(([name, call]): Named => [
        name,
        (...values) => call(...values.map(behindView)),
      ]),
      ...[...model.roles].map(([name, arity]): Named => {
        const roles = new CasbinRoles(name, { links: links.get(name) ?? [], arity });
        return [name, (...names) => roles.call(names, this.#extra)];
      }),
    ]);
  }

  decide(question: Question): Verdict {
    // of no rules at all casbin asks the matcher alone, which may allow
    if (this.#rules.length === 0) return { allowed: false, named: undefined, matched: [], obliging: [] };
    const [extra, stream] = [this.#extra, this.#effector.last];
    this.#extra = question.extra;
    this.#effector.last = undefined;
    try {
      return this.#enforce(question.values);
    } catch (fault) {
      return this.#faulty(fault);
    } finally {
      // a function of the application may ask in turn, in the middle of a decision
      this.#extra = extra;
      this.#effector.last = stream;
    }
  }

  couldAllow(question: Question, about: About): Rule | undefined {
    return this.#compiled.couldAllow(question, about);
  }

  nearest(question: Question): ReturnType<Evaluator["nearest"]> {
    return this.#compiled.nearest(question);
  }

  #enforce(values: readonly unknown[]): Verdict {
    const views = withAttributeViews(values, this.#scope);
    const [allowed, fields] = this.#enforcer.enforceExSync(this.#context, ...views);
    const named = this.#byFields.get(fields);
    const matched = this.#matched();
    const obliging = allowed ? obligingRules(this.#set.effect, { matched, named }) : [];
    return { allowed, named, matched, obliging };
  }

  #faulty(fault: unknown): Verdict {
    const stream = this.#effector.last;
    const allowed = stream?.decided === true && stream.current();
    const named = allowed ? this.#rules[stream.named] : undefined;
    return { allowed, named, matched: this.#matched(), obliging: [], fault };
  }

  #matched(): readonly Rule[] {
    const effects = this.#effector.last?.effects ?? [];
    return this.#rules.filter(
      (_, place) => effects[place] === Effect.Allow || effects[place] === Effect.Deny,
    );
  }
}

type Named = readonly [string, (...values: readonly unknown[]) => unknown];

/** Casbin's enforcer on a model that is there already. */
class StockEnforcer extends Enforcer {
  constructor(model: Model, effector: WatchingEffector, functions: readonly Named[]) {
    super();
    this.setModel(model);
    this.setEffector(effector);
    // its own `addFunction` ignores names that are taken
    for (const [name, call] of functions) this.fm.getFunctions().set(name, call);
  }
}

/** The definitions of one set as casbin read them, and its rules in the order of evaluation; roles are functions here. */
function stockModel(
  { rtype, ptype, effect }: DefinitionSet,
  rules: readonly Rule[],
  { casbin }: PolicyModel,
): Model {
  const mtype = rtype.replace("r", "m");
  const taken = (section: string, key: string): [string, Map<string, Assertion>] => {
    const assertion = casbin.model.get(section)?.get(key);
    if (assertion === undefined) throw new TypeError(`the model has no ${key}`);
    return [section, new Map([[key, assertion]])];
  };
  const model = new Model();
  const rule = Object.assign(new Assertion(), taken("p", ptype)[1].get(ptype), {
    policy: rules.map(({ fields }) => fields as string[]),
  });
  const effects = Object.assign(new Assertion(), { key: "e", value: effect });
  model.model = new Map([
    taken("r", rtype),
    ["p", new Map([[ptype, rule]])],
    ["e", new Map([["e", effects]])],
    taken("m", mtype),
  ]);
  return model;
}
