import type { PolicyRequest, ToolEntry } from "@ambit/core";

import type { RequestValues } from "../decision/request-values.ts";
import type { Scope } from "../expression/compile.ts";
import type { Matcher } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import { type Asked, askedOf } from "./asked.ts";
import type { Clause } from "./clause.ts";
import { ClauseReader } from "./clause-reader.ts";
import { type IsSecret, maskClauses, secretsOf } from "./mask.ts";

/** The clauses of one rule, asked for one principal on one resource. */
export interface AskedClauses {
  readonly principal: string;
  readonly resource: string;
  readonly clauses: readonly Clause[];
}

/** What is explained: the parts of a snapshot. */
export interface Explained {
  readonly matcher: Matcher;
  readonly scope: Scope;
  readonly rules: readonly Rule[];
  readonly values: RequestValues;
  readonly tools: ReadonlyMap<string, ToolEntry>;
}

/** Explains the decisions of one snapshot. */
export class Explainer {
  readonly #explained: Explained;
  readonly #clauses: ClauseReader;

  constructor(explained: Explained) {
    this.#explained = explained;
    this.#clauses = new ClauseReader(explained.matcher, explained.scope);
  }

  /** The clauses of the rule at a place of the order of evaluation, for each principal and resource. */
  clausesOf(place: number, request: PolicyRequest): readonly AskedClauses[] {
    const rule = this.#explained.rules[place];
    if (rule === undefined) throw new RangeError(`there is no rule at place ${place}`);
    const isSecret = secretsOf(this.#explained.tools.get(request.tool));
    return askedOf(request, this.#explained.values).map((asked) => ({
      principal: asked.principal.id,
      resource: asked.resource,
      clauses: this.#read(rule, asked, isSecret),
    }));
  }

  #read(rule: Rule, { question }: Asked, isSecret: IsSecret): readonly Clause[] {
    return maskClauses(this.#clauses.read(rule, question), isSecret);
  }
}
