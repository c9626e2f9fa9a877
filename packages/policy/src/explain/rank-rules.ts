import type { Question } from "../decision/evaluator.ts";
import type { Rule } from "../rule/rule.ts";
import type { ClauseReader, CompiledClause } from "./clause-reader.ts";

/** A rule and how far it is from matching. */
export interface RankedRule {
  readonly rule: Rule;
  /** How many of its clauses do not hold. */
  readonly failing: number;
}

/**
 * The rules that come closest to matching: the fewest clauses that do not hold, then the most that say something and
 * hold, then the order of evaluation.
 */
export function rankRules(
  rules: readonly Rule[],
  asked: { readonly reader: ClauseReader; readonly question: Question },
  limit: number,
): readonly RankedRule[] {
  const { clauses } = asked.reader;
  let nearest: (RankedRule & { readonly telling: number })[] = [];
  for (const rule of rules) {
    const held = clauses.filter((clause) => clauseHolds(clause, rule.fields, asked.question));
    const failing = clauses.length - held.length;
    const last = nearest.at(-1);
    if (nearest.length === limit && last !== undefined && failing > last.failing) continue;
    const telling = held.filter((clause) => !clause.always(rule)).length;
    nearest.push({ rule, failing, telling });
    // there are fewer clauses than a thousand
    const far = (near: (typeof nearest)[number]): number => near.failing * 1000 - near.telling;
    nearest = nearest.toSorted((a, b) => far(a) - far(b)).slice(0, limit);
  }
  return nearest.map(({ rule, failing }) => ({ rule, failing }));
}

/** Whether a clause holds; one that throws does not. */
export function clauseHolds(
  { program }: Pick<CompiledClause, "program">,
  fields: readonly string[],
  { values, extra }: Question,
): boolean {
  try {
    return Boolean(program(values, fields, extra));
  } catch {
    return false;
  }
}
