import type { Enforcer } from "casbin";
import { describe, expect, it } from "vitest";

import type { Evaluator } from "../src/decision/evaluator.ts";
import { ScanEvaluator } from "../src/decision/scan-evaluator.ts";
import { toEvaluator } from "../src/decision/to-evaluator.ts";
import { FileFindings } from "../src/finding/file-findings.ts";
import { readModel } from "../src/model/read-model.ts";
import type { ExtraRoles } from "../src/role/domain-graph.ts";
import { readRules } from "../src/rule/read-rules.ts";
import { toScope, toShared } from "../src/snapshot/scope.ts";
import { stockAnswer, stockCasbin } from "./stock-casbin.ts";

const SEED = 20_26;
const MODELS = 110;
const REQUESTS = 25;

/** A linear congruential generator: the same cases in every run. */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state * 1_664_525 + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}

const EFFECTS = [
  "some(where (p.eft == allow))",
  "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
  "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
  "priority(p.eft) || deny",
  "subjectPriority(p.eft) || deny",
];
const CONJUNCTS = [
  "g(r.sub, p.sub)",
  "r.sub == p.sub",
  '(p.sub == "*" || g(r.sub, p.sub))',
  '(r.tool == p.tool || p.tool == "*")',
  '(p.tool == "*" || g2(r.tool, p.tool))',
  '(p.intent == "*" || g3(r.intent, p.intent))',
  "keyMatch(r.res, p.res)",
  "keyMatch2(r.res, p.res)",
  "keyMatch3(r.res, p.res)",
  "regexMatch(r.res, p.res)",
  "globMatch(r.res, p.res)",
  "keyGet(r.res, p.res)",
  '(p.act == "*" || r.act == p.act)',
  'r.act != "del"',
  '(r.act in ("read", "write"))',
  '!(r.tool == "shell")',
  '!g(r.sub, "banned")',
  "span(r.depth, p.depth)",
  "when(p.when, r.env, r.args)",
  "r.depth < 2",
  "r.depth - 1",
  "r.depth * 3",
  '(r.depth > 1 ? r.act == "read" : r.act == p.act)',
  'p.sub != "zz"',
];
const SUBJECTS = ["a", "b", "c", "root", "*", "r1"];
const ROLES = ["r1", "r2", "r3", "r4", "a", "banned"];
const TOOLS = ["fs.read", "fs.write", "shell", "*", "fs"];
const ACTS = ["read", "write", "*", "del"];
const PATTERNS = [
  "/a/b",
  "/a/*",
  "/a/:id",
  "*",
  "/x",
  "/a/{id}",
  "/a/b*",
  "^/a/b",
  "/a/b.",
  "/a/:id/*",
  ".*",
];
const RESOURCES = ["/a/b", "/a/", "/a", "/x", "/a/b/c", "", "/a/bb", "/a/7", "/a/7/8", "b", "repo://a/b"];
const INTENTS = ["support", "support/refund", "sales", "sales/quote/draft", "*"];
const SPANS = ["*", "0..1", "1..", "2", "0..0"];
const CONDITIONS = [
  "true",
  "env.seen > 2",
  "args.x == 1",
  "has(args.x) && args.x < 2",
  "!env.tainted",
  "env.seen in [1, 4]",
];
const ODD = [null, undefined, 5, 0, Number.NaN, false, ["fs.read"]];
const IMPLIED = ["support/refund, support", "sales/quote, sales", "sales/quote/draft, sales/quote"];

interface Sample {
  readonly model: string;
  readonly rules: string;
  readonly domains: boolean;
}

function sample(chance: Chance): Sample {
  const domains = chance.next() < 0.2;
  const count = 1 + chance.below(5);
  const conjuncts = new Set(Array.from({ length: count }, () => chance.pick(CONJUNCTS)));
  let matcher =
    [...conjuncts].join(" && ") + (chance.next() < 0.15 ? ' || (r.sub == "root" && p.sub != "zz")' : "");
  if (domains)
    matcher = matcher
      .replaceAll(/ g\((.*?), (.*?)\)/gu, " g($1, $2, r.dom)")
      .replace(/^g\((.*?), (.*?)\)/u, "g($1, $2, r.dom)");
  const effect = domains ? chance.pick(EFFECTS.slice(0, 4)) : chance.pick(EFFECTS);
  const columns = ["sub", "tool", "act", "res", "intent", "depth", "when"].filter(
    (name) => name === "sub" || matcher.includes(`p.${name}`),
  );
  const model = `[request_definition]
r = sub, tool, act, res, intent, depth, env, args, dom
[policy_definition]
p = id, priority, ${columns.join(", ")}, eft
[role_definition]
g = ${domains ? "_, _, _" : "_, _"}
g2 = _, _
g3 = _, _
[policy_effect]
e = ${effect}
[matchers]
m = ${matcher}${matcher.includes("p.sub") ? "" : ' && p.sub != "nobody"'}
`;
  return { model, rules: rows(chance, columns, domains), domains };
}

function rows(chance: Chance, columns: readonly string[], domains: boolean): string {
  const values: Readonly<Record<string, readonly string[]>> = {
    sub: [...SUBJECTS, ...ROLES],
    tool: TOOLS,
    act: ACTS,
    res: PATTERNS,
    intent: INTENTS,
    depth: SPANS,
    when: CONDITIONS,
  };
  const lines: string[] = [];
  for (let row = 0; row <= chance.below(18); row++) {
    const fields = columns.map((column) => `"${chance.pick(values[column]!)}"`);
    lines.push(
      ["p", `R${row}`, chance.below(20), ...fields, chance.pick(["allow", "allow", "deny"])].join(", "),
    );
  }
  for (let row = 0; row < chance.below(9); row++) {
    const link = ["g", chance.pick([...SUBJECTS, ...ROLES]), chance.pick(ROLES)];
    lines.push([...link, ...(domains ? [chance.pick(["d1", "d2"])] : [])].join(", "));
  }
  lines.push("g2, fs.read, fs", "g2, fs.write, fs", "g3, sales/quote, support");
  return lines.join("\n");
}

function request(chance: Chance): unknown[] {
  const values: unknown[] = [
    chance.pick(SUBJECTS),
    chance.pick(TOOLS),
    chance.pick(ACTS),
    chance.pick(RESOURCES),
    chance.pick(INTENTS),
    chance.below(4),
    chance.pick([{ seen: 1, tainted: true }, { seen: 4, tainted: false }, {}]),
    chance.pick([{ x: 1 }, { x: 3 }, { x: "1" }, {}]),
    chance.pick(["d1", "d2"]),
  ];
  if (chance.next() < 0.08) values[chance.below(6)] = chance.pick(ODD);
  return values;
}

function evaluatorOf({
  model,
  rules,
}: Sample): { readonly evaluator: Evaluator; readonly oracle: Evaluator } | { readonly refused: string } {
  const findings = new FileFindings("fuzz");
  const read = readModel(model, findings);
  const set = read === undefined ? undefined : readRules(rules, read, findings);
  const fatal = findings.found.find((finding) => finding.severity === "fatal");
  if (fatal !== undefined || read === undefined || set === undefined)
    return { refused: fatal?.message ?? "" };
  const { calls } = read;
  const scope = toScope(calls, set.rules, toShared(read, set));
  return {
    evaluator: toEvaluator(calls, set.rules, scope),
    oracle: new ScanEvaluator(calls, set.rules, scope),
  };
}

function ownAnswer(evaluator: Evaluator, values: readonly unknown[], extra?: ExtraRoles): string {
  const { allowed, named, ...verdict } = evaluator.decide({ values, extra });
  return "fault" in verdict && !allowed ? "threw" : JSON.stringify([allowed, named?.fields ?? []]);
}

interface Tally {
  compared: number;
  allowed: number;
  threw: number;
  /** Casbin threw in a rule that could not have matched. */
  onlyCasbinThrew: number;
  refused: number;
  readonly different: string[];
}

async function compareOne(chance: Chance, tally: Tally): Promise<void> {
  const one = sample(chance);
  const built = evaluatorOf(one);
  if ("refused" in built) {
    tally.refused++;
    return;
  }
  const links = IMPLIED.map((link) => `g3, ${link}`).join("\n");
  const stock = await stockCasbin(one.model, `${one.rules}\n${links}`);
  const role = chance.pick(ROLES);
  const extraRow = `g, b, ${role}${one.domains ? ", d1" : ""}`;
  const extended: Enforcer = await stockCasbin(one.model, `${one.rules}\n${links}\n${extraRow}`);
  const extra = { name: "b", roles: [role], domain: "d1" };
  const bySubject = one.model.includes("subjectPriority");
  for (let index = 0; index < REQUESTS; index++) {
    const values = request(chance);
    const extend = index % 4 === 3 && !bySubject;
    tell(tally, {
      said: stockAnswer(extend ? extended : stock, values),
      ours: ownAnswer(built.evaluator, values, extend ? extra : undefined),
      scanned: ownAnswer(built.oracle, values, extend ? extra : undefined),
      asked: `${one.model}\n${one.rules}\n${JSON.stringify(values)}`,
    });
  }
}

interface Answers {
  readonly said: string;
  readonly ours: string;
  readonly scanned: string;
  readonly asked: string;
}

function tell(tally: Tally, { said, ours, scanned, asked }: Answers): void {
  const spared = said === "threw" && ours !== said && scanned === said;
  tally.compared++;
  tally.allowed += Number(said.startsWith("[true"));
  tally.threw += Number(said === "threw");
  tally.onlyCasbinThrew += Number(spared);
  if (said !== scanned || (said !== ours && !spared))
    tally.different.push(`${asked}\ncasbin ${said}\nours   ${ours}\nscan   ${scanned}`);
}

describe("the same answer as casbin (L9)", { timeout: 60_000 }, () => {
  it("decides and names the rule as stock enforceExSync does", async () => {
    const chance = new Chance(SEED);
    const tally: Tally = { compared: 0, allowed: 0, threw: 0, onlyCasbinThrew: 0, refused: 0, different: [] };
    for (let index = 0; index < MODELS; index++) await compareOne(chance, tally);
    console.log(
      `casbin equality: ${tally.compared} comparisons, ${tally.allowed} allowed, ${tally.threw} threw in both, ` +
        `${tally.onlyCasbinThrew} in casbin alone, ${tally.refused} models refused by the linter, ${tally.different.length} different (seed ${SEED})`,
    );
    expect(tally.different.slice(0, 3)).toEqual([]);
    expect(tally.compared).toBeGreaterThan(2000);
    expect(tally.allowed).toBeGreaterThan(tally.compared / 10);
    expect(tally.threw).toBeGreaterThan(0);
    expect(tally.onlyCasbinThrew).toBeLessThan(tally.compared / 50);
  });

  it("notices an evaluator that forgets the deny rules (canary)", async () => {
    const chance = new Chance(SEED);
    let different = 0;
    for (let index = 0; index < 20; index++) {
      const one = sample(chance);
      const forgetful = evaluatorOf({ ...one, rules: one.rules.replaceAll(/^p,.*deny$/gmu, "") });
      if ("refused" in forgetful) continue;
      const stock = await stockCasbin(
        one.model,
        `${one.rules}\n${IMPLIED.map((link) => `g3, ${link}`).join("\n")}`,
      );
      for (let asked = 0; asked < REQUESTS; asked++) {
        const values = request(chance);
        different += Number(stockAnswer(stock, values) !== ownAnswer(forgetful.evaluator, values));
      }
    }
    expect(different).toBeGreaterThan(0);
  });
});
