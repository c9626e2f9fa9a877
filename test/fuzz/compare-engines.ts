import type { Verdict } from "../../packages/policy/src/decision/evaluator.ts";
import { type Engine, type EngineQuestion, engineOf } from "../conformance/engine.ts";
import { Chance } from "./chance.ts";
import type { Comparing } from "./compare.ts";
import { requestOf, sample } from "./sample.ts";
import { FUNCTIONS } from "./words.ts";

/** What a comparison of the two engines found. */
interface EngineTally {
  passed: number;
  readonly failed: string[];
  allowed: number;
  /** Both threw. */
  threw: number;
  /** Casbin threw in a rule that the index leaves out; passed as well. */
  spared: number;
  /** More than one rule matched. */
  several: number;
}

const REQUESTS = 50;

/** Compares the two engines behind the same port: decision, named rule, all matched rules, all that oblige. */
export function compareEngines({ comparisons, seed, alter = (rules) => rules }: Comparing): EngineTally {
  const chance = new Chance(seed);
  const tally: EngineTally = { passed: 0, failed: [], allowed: 0, threw: 0, spared: 0, several: 0 };
  while (tally.passed + tally.failed.length < comparisons) {
    const one = sample(chance);
    const stock = engineOf(one.model, one.rules, { functions: FUNCTIONS });
    const compiled = engineOf(one.model, alter(one.rules), { functions: FUNCTIONS });
    if ("refused" in stock || "refused" in compiled) continue;
    const extra = { name: "b", roles: [chance.pick(["r1", "r2", "banned", "日本"])], domain: "d1" };
    const left = comparisons - tally.passed - tally.failed.length;
    for (let index = 0; index < Math.min(REQUESTS, left); index++) {
      const values = requestOf(chance, one.tokens);
      const question = { values, extra: one.extends && index % 4 === 3 ? extra : undefined };
      tell(tally, { text: `${one.model}${one.rules}`, stock, compiled, question });
    }
  }
  return tally;
}

interface Asked {
  readonly text: string;
  readonly stock: Engine;
  readonly compiled: Engine;
  readonly question: EngineQuestion;
}

function tell(tally: EngineTally, { text, stock, compiled, question }: Asked): void {
  const verdict = stock.casbin.decide(question);
  const [casbin, ours] = [printed(verdict), printed(compiled.evaluator.decide(question))];
  const spared = casbin === "threw" && ours !== casbin && printed(compiled.scan.decide(question)) === casbin;
  tally.allowed += Number(verdict.allowed);
  tally.threw += Number(casbin === "threw" && !spared);
  tally.spared += Number(spared);
  tally.several += Number(verdict.matched.length > 1);
  if (casbin === ours || spared) tally.passed++;
  else tally.failed.push(`${text}\n${JSON.stringify(question)}\ncasbin ${casbin}\nours   ${ours}`);
}

function printed({ allowed, named, matched, obliging, ...rest }: Verdict): string {
  if ("fault" in rest) return "threw";
  const fields = [matched, obliging].map((rules) => rules.map((rule) => rule.fields));
  return JSON.stringify([allowed, named?.fields ?? [], ...fields]);
}
