import type { PolicyRequest } from "@ambit/core";

import { decide, type Deciding } from "../../decision/decider.ts";
import type { Question, Verdict } from "../../decision/evaluator.ts";
import { toEvaluator } from "../../decision/to-evaluator.ts";
import type { Scope } from "../../expression/compile.ts";
import { inOrder } from "../../rule/in-order.ts";
import type { Rule, RuleSet } from "../../rule/rule.ts";
import { toScope, toShared } from "../../snapshot/scope.ts";
import type { Explained } from "../explained.ts";
import { type Asked, askedOf } from "../asked.ts";
import { ClauseReader } from "../clause-reader.ts";
import { editedRequest } from "./edited-request.ts";
import { editedRules } from "./edited-rules.ts";
import type { CallEdit, Edit } from "./edit.ts";

/** A question and what it comes to. */
export interface Judged extends Asked {
  readonly verdict: Verdict;
}

/** A call under a policy after some edits of both: what it would really be decided with. */
export class Situation {
  readonly explained: Explained;
  readonly edits: readonly Edit[];
  readonly request: PolicyRequest;
  readonly rules: readonly Rule[];
  readonly scope: Scope;
  readonly #origin: ReadonlyMap<Rule, Rule>;
  readonly #original: PolicyRequest;
  readonly #deciding: Deciding;
  #reader: ClauseReader | undefined;
  #asked: readonly Judged[] | undefined;

  constructor(explained: Explained, original: PolicyRequest, edits: readonly Edit[]) {
    this.explained = explained;
    this.edits = edits;
    this.#original = original;
    this.request = editedRequest(original, edits.filter(isCallEdit));
    const { model, rules, deciding, scope, options } = explained;
    if (edits.every(isCallEdit)) {
      this.#origin = new Map();
      [this.rules, this.scope, this.#deciding] = [rules.rules, scope, deciding];
      return;
    }
    const edited = editedRules(rules, edits, model.calls.columns);
    this.#origin = edited.origin;
    const isLinked = edits.some(({ kind }) => kind === "link");
    const shared = isLinked ? toShared(model, edited.rules, options.functions) : scope;
    this.rules = ordered(explained, edited.rules);
    // without evaluated texts, rules are no part of what names stand for
    const isPlain = scope.evaluated.size === 0;
    this.scope = isPlain ? { ...scope, ...shared } : toScope(model.calls, this.rules, shared);
    this.#deciding = { ...deciding, evaluator: toEvaluator(model.calls, this.rules, this.scope) };
  }

  with(more: readonly Edit[]): Situation {
    return new Situation(this.explained, this.#original, [...this.edits, ...more]);
  }

  get allows(): boolean {
    return decide(this.request, this.#deciding).effect !== "deny";
  }

  /** What is asked about the call, and what each question comes to. */
  get asked(): readonly Judged[] {
    return (this.#asked ??= askedOf(this.request, this.#deciding.values).map((asked) => ({
      ...asked,
      verdict: this.#deciding.evaluator.decide(asked.question),
    })));
  }

  get reader(): ClauseReader {
    const { scope, model, reader } = this.explained;
    // rules as such are no part of a compiled clause; their roles are, and what it evaluates
    const isSame = this.scope.roles === scope.roles && this.scope.evaluated.size === 0;
    return (this.#reader ??= isSame ? reader : new ClauseReader(model.calls.matcher, this.scope));
  }

  /** The rule as the policy has it. */
  originOf(rule: Rule): Rule {
    return this.#origin.get(rule) ?? rule;
  }

  /** The same question about an edited call. */
  askedAgain({ principal, resource, question }: Asked, edits: readonly CallEdit[]): Question {
    const { values } = this.#deciding;
    const own = values.of(editedRequest(this.request, edits));
    values.ask(own, principal.id, resource);
    return { values: own, extra: question.extra };
  }
}

function isCallEdit(edit: Edit): edit is CallEdit {
  return edit.kind === "call";
}

function ordered({ model }: Explained, { rules, links }: RuleSet): readonly Rule[] {
  return inOrder(rules, { set: model.calls, model, links: links.get("g") ?? [] });
}
