import type { PolicyRequest, PrincipalAnswer } from "@ambit/core";

import { decide } from "../decision/decider.ts";
import { denialOf, refuse } from "../decision/denial.ts";
import type { Rule } from "../rule/rule.ts";
import { type Asked, askedOf } from "./asked.ts";
import { describeChange } from "./change/describe-change.ts";
import { findChanges } from "./change/find-changes.ts";
import { Situation } from "./change/situation.ts";
import type { Clause } from "./clause.ts";
import { ClauseReader } from "./clause-reader.ts";
import type { Explained } from "./explained.ts";
import type { ExplainedQuestion, ExplainedRule, Explanation, ExplainOptions } from "./explanation.ts";
import { type IsSecret, maskClauses, secretsOf } from "./mask.ts";
import { rankRules } from "./rank-rules.ts";
import { throwingRule } from "./throwing-rule.ts";

/** The clauses of one rule, asked for one principal on one resource. */
export interface AskedClauses {
  readonly principal: string;
  readonly resource: string;
  readonly clauses: readonly Clause[];
}

const LIMIT = 3;
const MOST = 100;

interface How {
  readonly most: number;
  readonly isSecret: IsSecret;
}

/** Explains the decisions of one snapshot. */
export class Explainer {
  readonly #explained: Explained;

  constructor(explained: Omit<Explained, "reader">) {
    const reader = new ClauseReader(explained.model.calls.matcher, explained.scope);
    this.#explained = { ...explained, reader };
  }

  /** The clauses of the rule at a place of the order of evaluation, for each principal and resource. */
  clausesOf(place: number, request: PolicyRequest): readonly AskedClauses[] {
    const rule = this.#explained.rules.rules[place];
    if (rule === undefined) throw new RangeError(`there is no rule at place ${place}`);
    const isSecret = secretsOf(this.#explained.tools.get(request.tool));
    return askedOf(request, this.#explained.deciding.values).map((asked) => ({
      principal: asked.principal.id,
      resource: asked.resource,
      clauses: this.#explain(rule, asked, isSecret).clauses,
    }));
  }

  explain(request: PolicyRequest, { limit = LIMIT, changes = true }: ExplainOptions): Explanation {
    const { tools, deciding } = this.#explained;
    const entry = tools.get(request.tool);
    const answer =
      entry === undefined ? refuse({ reason: "tool_unknown" }, deciding.version) : decide(request, deciding);
    if (answer.answers.length === 0) return { answer, questions: [], changes: [] };
    const isSecret = secretsOf(entry);
    const most = Math.max(1, Math.min(MOST, limit));
    const questions = askedOf(request, deciding.values).map((asked, index) => {
      const own = answer.answers[index] as PrincipalAnswer;
      return this.#question(asked, own, { most, isSecret });
    });
    const isSought = changes && answer.effect === "deny";
    const found = isSought ? findChanges(new Situation(this.#explained, request, []), most) : [];
    return {
      answer,
      questions,
      changes: found.map((edits) => describeChange(edits, this.#explained, isSecret)),
    };
  }

  #question(asked: Asked, answer: PrincipalAnswer, { most, isSecret }: How): ExplainedQuestion {
    const { question } = asked;
    const { model, rules, scope, deciding, reader } = this.#explained;
    const verdict = deciding.evaluator.decide(question);
    const denial = denialOf(verdict);
    const explained = (rule: Rule): ExplainedRule => this.#explain(rule, asked, isSecret);
    const base = { ...answer, matched: verdict.matched.map(explained) };
    if (denial === undefined) return { ...base, nearest: [] };
    const { matcher } = model.calls;
    const thrower =
      "fault" in verdict ? throwingRule(rules.rules, { matcher, scope, reader }, question) : undefined;
    const allowing = rules.rules.filter(
      (rule) => rule.ref.effect === "allow" && !verdict.matched.includes(rule),
    );
    // behind a rule that decides alone stand others that match as well: they missed nothing
    const nearest = rankRules(allowing, { reader, question }, most).filter(({ failing }) => failing > 0);
    return {
      ...base,
      ...denial,
      nearest: nearest.map(({ rule }) => explained(rule)),
      ...(thrower === undefined ? {} : { thrown: explained(thrower) }),
    };
  }

  #explain(rule: Rule, { question }: Asked, isSecret: IsSecret): ExplainedRule {
    return { rule: rule.ref, clauses: maskClauses(this.#explained.reader.read(rule, question), isSecret) };
  }
}
