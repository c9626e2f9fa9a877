import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { matcherFunctions } from "../../packages/policy/src/function/known-functions.ts";
import { behindView, withAttributeViews } from "../../packages/policy/src/expression/attribute-view.ts";
import { type Engine, type EngineQuestion, engineOf, type Making } from "../conformance/engine.ts";
import { Chance } from "./chance.ts";
import { IMPLIED, requestOf, type Sample, sample } from "./sample.ts";
import { FUNCTIONS } from "./words.ts";

/** What a run of comparisons found. */
export interface Tally {
  passed: number;
  /** Different decisions or named rules. */
  readonly failed: string[];
  allowed: number;
  /** Casbin and the engine both threw. */
  threw: number;
  /** Casbin threw in a rule that could not have matched; passed as well. */
  spared: number;
  /** Questions for which the index left rules out. */
  pruned: number;
  models: number;
  /** Models that the linter refuses. */
  refused: number;
}

/** How much is compared; `alter` and `spoil` put a fault into the engine's rules or index, which must be found. */
export interface Comparing {
  readonly comparisons: number;
  readonly seed: number;
  readonly alter?: (rules: string) => string;
  readonly spoil?: Making["spoil"];
}

const REQUESTS = 50;

/** Compares the engine with stock casbin, decision and named rule, on random policies and requests. */
export async function compare({
  comparisons,
  seed,
  alter = (rules) => rules,
  spoil,
}: Comparing): Promise<Tally> {
  const making = { functions: FUNCTIONS, ...(spoil === undefined ? {} : { spoil }) };
  const chance = new Chance(seed);
  const tally = { passed: 0, failed: [], allowed: 0, threw: 0, spared: 0, pruned: 0, models: 0, refused: 0 };
  while (tally.passed + tally.failed.length < comparisons) {
    const one = sample(chance);
    const engine = engineOf(one.model, alter(one.rules), making);
    if ("refused" in engine) {
      tally.refused++;
      continue;
    }
    tally.models++;
    const left = comparisons - tally.passed - tally.failed.length;
    await compareModel({ one, engine, chance, tally }, Math.min(REQUESTS, left));
  }
  return tally;
}

interface Round {
  readonly one: Sample;
  readonly engine: Engine;
  readonly chance: Chance;
  readonly tally: Tally;
}

async function compareModel({ one, engine, chance, tally }: Round, count: number): Promise<void> {
  const role = chance.pick(["r1", "r2", "banned", "日本"]);
  const link = `g, b, ${role}${one.domains ? ", d1" : ""}`;
  const [plain, extended] = await Promise.all([stockCasbin(one, []), stockCasbin(one, [link])]);
  const extra = { name: "b", roles: [role], domain: "d1" };
  for (let index = 0; index < count; index++) {
    const values = requestOf(chance, one.tokens);
    const extend = one.extends && index % 4 === 3;
    const question = { values, extra: extend ? extra : undefined };
    const casbin = stockAnswer(extend ? extended : plain, withAttributeViews(values, engine.scope));
    tell(tally, { one, engine, question, casbin });
  }
}

function tell(
  tally: Tally,
  asked: { one: Sample; engine: Engine; question: EngineQuestion; casbin: string },
): void {
  const { one, engine, question, casbin } = asked;
  const ours = answerOf(engine.evaluator, question);
  const spared = casbin === "threw" && ours !== casbin && answerOf(engine.scan, question) === casbin;
  tally.spared += Number(spared);
  tally.allowed += Number(casbin.startsWith("[true"));
  tally.threw += Number(casbin === "threw" && !spared);
  tally.pruned += Number(engine.prunes(question));
  if (ours === casbin || spared) tally.passed++;
  else {
    const { values, extra } = question;
    const request = JSON.stringify({ values, extra });
    tally.failed.push(`${one.model}${one.rules}\n${request}\ncasbin ${casbin}\nours   ${ours}`);
  }
}

function answerOf(evaluator: Engine["evaluator"], question: EngineQuestion): string {
  const { allowed, named, ...verdict } = evaluator.decide(question);
  return "fault" in verdict && !allowed ? "threw" : JSON.stringify([allowed, named?.fields ?? []]);
}

async function stockCasbin({ model, rules }: Sample, links: readonly string[]): Promise<Enforcer> {
  const text = [rules, ...IMPLIED, ...links].join("\n");
  const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(text));
  const functions = matcherFunctions(FUNCTIONS);
  for (const name of ["span", "glob", "when", ...Object.keys(FUNCTIONS)]) {
    const call = (...values: readonly unknown[]): unknown => functions.get(name)?.(...values.map(behindView));
    await enforcer.addFunction(name, call as () => boolean);
  }
  return enforcer;
}

function stockAnswer(enforcer: Enforcer, values: readonly unknown[]): string {
  try {
    return JSON.stringify(enforcer.enforceExSync(...(values as string[])));
  } catch {
    return "threw";
  }
}
