import type { PolicyRequest, RuleRef } from "@ambit/core";

import type { Question } from "../decision/evaluator.ts";
import { isColumn } from "../explain/clause.ts";
import type { CompiledClause } from "../explain/clause-reader.ts";
import { clauseHolds } from "../explain/rank-rules.ts";
import type { Rule } from "../rule/rule.ts";
import type { TestedPolicy } from "./tested-policy.ts";

/** How much of the rules the decisions of tests and queries have exercised. */
export interface Coverage {
  readonly rules: Share;
  readonly clauses: Share;
  readonly perRule: readonly RuleCoverage[];
}

interface Share {
  readonly covered: number;
  readonly total: number;
  /** Rounded down; 100 of nothing. */
  readonly percent: number;
}

interface RuleCoverage {
  readonly rule: RuleRef;
  /** In how many questions, one principal on one resource, the rule matched. */
  readonly hits: number;
  readonly clauses: readonly ClauseCoverage[];
}

/** A clause is covered when it held in a match of its rule, and was once all that kept the rule from matching. */
interface ClauseCoverage {
  readonly text: string;
  /** The columns of the rule that it reads: `sub`. */
  readonly columns: readonly string[];
  /** How often it was all that kept the rule from matching. */
  readonly alone: number;
}

/** Watches decisions. */
export class CoverageWatch {
  readonly #policy: TestedPolicy;
  readonly #counts: readonly { hits: number; readonly alone: number[] }[];

  constructor(policy: TestedPolicy) {
    this.#policy = policy;
    this.#counts = policy.rules.map(() => ({
      hits: 0,
      alone: policy.reader.clauses.map(() => 0),
    }));
  }

  /** Takes a decision into account. */
  see(request: PolicyRequest): void {
    for (const { question } of this.#policy.questionsOf(request))
      for (const [index, { fields }] of this.#policy.rules.entries()) this.#count(index, fields, question);
  }

  report(): Coverage {
    const perRule = this.#policy.rules.map((rule, index) => {
      const counts = this.#counts[index];
      const clauses = this.#policy.reader.clauses.flatMap((clause, place) =>
        clause.always(rule)
          ? []
          : [{ text: clause.text, columns: columnsOf(clause, rule), alone: counts?.alone[place] ?? 0 }],
      );
      return { rule: rule.ref, hits: counts?.hits ?? 0, clauses };
    });
    const clauses = perRule.flatMap(({ hits, clauses: own }) =>
      own.map(({ alone }) => hits > 0 && alone > 0),
    );
    return {
      rules: shareOf(perRule.map(({ hits }) => hits > 0)),
      clauses: shareOf(clauses),
      perRule,
    };
  }

  #count(index: number, fields: Rule["fields"], question: Question): void {
    let failing: number | undefined;
    for (const [place, clause] of this.#policy.reader.clauses.entries()) {
      if (clauseHolds(clause, fields, question)) continue;
      if (failing !== undefined) return;
      failing = place;
    }
    const counts = this.#counts[index];
    if (counts === undefined) return;
    if (failing === undefined) counts.hits++;
    else counts.alone[failing] = (counts.alone[failing] ?? 0) + 1;
  }
}

/** The columns of a rule that a clause reads, whatever is asked. */
function columnsOf({ values }: CompiledClause, rule: Rule): readonly string[] {
  const read = values(rule, { values: [], extra: undefined });
  return read.filter(({ name }) => isColumn(name)).map(({ name }) => name.slice(name.indexOf(".") + 1));
}

function shareOf(all: readonly boolean[]): Share {
  const covered = all.filter(Boolean).length;
  const total = all.length;
  return { covered, total, percent: total === 0 ? 100 : Math.floor((covered * 100) / total) };
}
