import { type EngineQuestion, engineOf } from "./engine.ts";
import { type Case, modelText, rulesText } from "./case.ts";

/** What came of the cases. */
export interface Replay {
  readonly passed: number;
  readonly failed: readonly string[];
  /** Cases that the linter refuses, by reason. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Asks the engine what casbin was asked, and compares decision and, where recorded, the named rule. */
export function replay(cases: readonly Case[]): Replay {
  const failed: string[] = [];
  const refused = new Map<string, number>();
  let passed = 0;
  for (const one of cases) {
    const engine = one.context === undefined ? engineOf(modelText(one), rulesText(one)) : CONTEXT;
    if ("refused" in engine) {
      refused.set(engine.refused, (refused.get(engine.refused) ?? 0) + 1);
      continue;
    }
    const question: EngineQuestion = { values: one.request, extra: undefined };
    const { allowed, named } = engine.evaluator.decide(question);
    const ours = JSON.stringify(one.explain ? [allowed, named?.fields ?? []] : allowed);
    const theirs = JSON.stringify(one.expected);
    if (ours === theirs) passed++;
    else failed.push(`${one.name} ${JSON.stringify(one.request)}: casbin ${theirs}, ours ${ours}`);
  }
  return { passed, failed, refused };
}

const CONTEXT = { refused: "context: a second set of definitions decides edges only" };
