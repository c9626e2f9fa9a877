import { Util } from "casbin";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type Candidate, merge } from "../src/candidate/candidate.ts";
import { keysOf } from "../src/candidate/key.ts";
import { literalStart, startsOf } from "../src/candidate/literal-start.ts";
import { remaining } from "../src/candidate/remaining.ts";
import { RuleIndex } from "../src/candidate/rule-index.ts";
import type { Question } from "../src/decision/evaluator.ts";
import { IndexedEvaluator } from "../src/decision/indexed-evaluator.ts";
import { ScanEvaluator } from "../src/decision/scan-evaluator.ts";
import { toEvaluator } from "../src/decision/to-evaluator.ts";
import { operandsOf } from "../src/expression/node.ts";
import { FileFindings } from "../src/finding/file-findings.ts";
import { matcherFunctions } from "../src/function/known-functions.ts";
import { REGEX_FUNCTIONS } from "../src/function/path-regex.ts";
import { patternFault } from "../src/function/pattern-fault.ts";
import { compileGlob, globMatches } from "../src/function/glob.ts";
import { defaultModel } from "../src/index.ts";
import { readModel } from "../src/model/read-model.ts";
import { readRules } from "../src/rule/read-rules.ts";
import { toScope, toShared } from "../src/snapshot/scope.ts";
import { AGENT_RULES } from "./agent-policy.ts";

function read(model: string, rules: string) {
  const findings = new FileFindings("test");
  const policy = readModel(model, findings);
  const set = policy === undefined ? undefined : readRules(rules, policy, findings);
  if (policy === undefined || set === undefined) throw new Error(JSON.stringify(findings.found));
  const { calls } = policy;
  const scope = toScope(calls, set.rules, toShared(policy, set));
  return { policy: calls, rules: set.rules, scope, keys: keysOf(calls, scope) };
}

function modelOf(matcher: string, roles = "g = _, _"): string {
  return `[request_definition]
r = sub, obj, act, depth, dom
[policy_definition]
p = id, sub, obj, act, eft
[role_definition]
${roles}
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = ${matcher}
`;
}

/** Many agents, each with a rule on its own folder and one that everybody has. */
function manyRules(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, at) =>
      `p, R${at}, role-${at % 40}, tool-${at % 10}, read, crm://t${at}/**, *, *, *, true, allow, none`,
  );
  const links = Array.from({ length: 40 }, (_, at) => `g, bot-${at}, role-${at}`);
  return [...rows, "p, ALL, *, *, *, **, *, *, 9.., true, deny, none", ...links].join("\n");
}

const QUESTION: Question = {
  values: ["bot-7", "tool-7", "read", "crm://t7/x", 1, "work", 0, {}, {}],
  extra: undefined,
};

describe("the conjuncts by which rules are found", () => {
  it.each([
    [["r.sub == p.sub"], 1],
    [["p.sub === r.sub", 'p.obj == "*" || r.obj == p.obj'], 2],
    [["g(r.sub, p.sub)", "keyMatch(r.obj, p.obj)"], 2],
    [["r.depth < 2", '!(r.act == "del")', "r.act == p.act"], 1],
    [["keyMatch4(r.obj, p.obj)", 'p.id == "x" || r.sub == p.sub || p.obj == "*"'], 1],
    [["r.depth - 1", "r.sub == p.sub"], 0],
    [["r.sub == p.sub", "keyGet(r.obj, p.obj)", "r.act == p.act"], 1],
    [['r.sub == "root" || r.sub == p.sub', "p.act != r.act", "p.sub == p.obj"], 0],
    [["r.sub == p.sub || g(r.sub, p.sub)"], 0],
    [["!g(r.sub, p.sub)", "globMatch(r.obj, p.obj)"], 0],
    [["keyMatch2(r.obj, p.obj)", "keyMatch3(r.obj, p.obj)", "regexMatch(r.obj, p.obj)"], 3],
  ])("are those of %j: %i", (conjuncts, count) => {
    const { keys } = read(
      modelOf(conjuncts.map((text) => `(${text})`).join(" && ")),
      "p, A, a, /x, r, allow",
    );
    expect(keys).toHaveLength(count);
  });

  it("include roles in a domain of the request, not of the rule", () => {
    const within = (domain: string): number =>
      read(modelOf(`g(r.sub, p.sub, ${domain})`, "g = _, _, _"), "p, A, a, /x, r, allow").keys.length;
    expect([within("r.dom"), within("p.obj")]).toEqual([1, 0]);
  });

  it("leave a matcher without any to the scan", () => {
    const scanned = read(modelOf('r.sub == p.sub || r.sub == "root"'), "p, A, a, /x, r, allow");
    expect(toEvaluator(scanned.policy, scanned.rules, scanned.scope)).toBeInstanceOf(ScanEvaluator);
    const found = read(defaultModel, AGENT_RULES);
    expect(found.keys).toHaveLength(5);
    expect(toEvaluator(found.policy, found.rules, found.scope)).toBeInstanceOf(IndexedEvaluator);
  });
});

describe("the index", () => {
  it("finds a handful of thousands of rules, and those that exclude nobody", () => {
    const { keys, rules } = read(
      defaultModel.replace("g(r.sub, p.sub)", '(p.sub == "*" || g(r.sub, p.sub))'),
      manyRules(4000),
    );
    const found = new RuleIndex(keys, rules).find(QUESTION);
    const candidates = merge(found ?? []);
    expect(candidates.length).toBeLessThan(20);
    expect(candidates.map(({ rule }) => rule.ref.id)).toEqual(expect.arrayContaining(["R7", "ALL"]));
    const places = candidates.map(({ place }) => place);
    expect(places).toEqual([...places].toSorted((a, b) => a - b));
  });

  it("gives up where an attribute that it needs is no text", () => {
    const { keys, rules } = read(defaultModel, manyRules(100));
    const index = new RuleIndex(keys, rules);
    const odd = (slot: number, value: unknown): Question => ({
      ...QUESTION,
      values: QUESTION.values.with(slot, value),
    });
    for (const value of [undefined, null, 7, ["crm"]]) expect(index.find(odd(3, value))).toBeUndefined();
    for (const name of ["crm://t7/x", "__proto__"]) expect(index.find(odd(3, name))).toBeDefined();
  });

  it("finds the same for a name of the policy when it is asked again, and keeps no other name", () => {
    const { keys, rules } = read(defaultModel, manyRules(100));
    const bySubject = keys.filter(({ reads }) => reads.includes("sub"));
    const index = new RuleIndex(bySubject, rules);
    const ids = (sub: string, extra: Question["extra"]): readonly string[] =>
      merge(index.find({ values: QUESTION.values.with(0, sub), extra }) ?? []).map(({ rule }) => rule.ref.id);
    const first = ids("bot-7", undefined);
    expect(first).toContain("R7");
    expect(ids("bot-7", undefined)).toEqual(first);
    expect(ids("bot-8", { name: "bot-8", roles: ["role-7"] })).toContain("R7");
    expect(ids("bot-8", undefined)).not.toContain("R7");
    expect(ids("stranger", undefined)).toEqual([]);
    expect(index.find({ ...QUESTION, extra: undefined })).toHaveLength(1);
  });

  it("leaves of the matcher what its keys do not settle", () => {
    const { policy, keys } = read(
      modelOf('r.depth < 2 && r.sub == p.sub && keyMatch(r.obj, p.obj) && (p.act == "*" || r.act == p.act)'),
      "p, A, a, /x, r, allow",
    );
    const counts = remaining(policy.matcher.node, keys).map((node) => operandsOf(node, "&&").length);
    expect(counts).toEqual([4, 3, 3, 2]);
    const all = read(modelOf("r.sub == p.sub"), "p, A, a, /x, r, allow");
    expect(remaining(all.policy.matcher.node, all.keys).at(-1)).toMatchObject({ value: true });
  });

  it("merges lists in the order of evaluation", () => {
    const [rule] = read(defaultModel, manyRules(1)).rules;
    const listed = (...places: readonly number[]): readonly Candidate[] =>
      places.map((place) => ({ place, rule: rule as NonNullable<typeof rule>, level: 0 }));
    const merged = (...lists: readonly (readonly Candidate[])[]): readonly number[] =>
      merge(lists).map(({ place }) => place);
    expect(merged()).toEqual([]);
    expect(merged(listed(2, 9), listed(1), listed(5, 6))).toEqual([1, 2, 5, 6, 9]);
    const odd = Array.from({ length: 30 }, (_, at) => at * 2 + 1);
    const even = odd.map((place) => place - 1);
    expect(merged(listed(...odd), listed(...even))).toEqual([...Array(60).keys()]);
  });

  it("says as the scan does what a principal could do, and which rule was nearest", () => {
    const { policy, rules, scope, keys } = read(defaultModel, AGENT_RULES);
    const scan = new ScanEvaluator(policy, rules, scope);
    const indexed = new IndexedEvaluator(policy, rules, { scope, keys });
    let reached = 0;
    for (const sub of ["coder-bot", "triage-bot", "alice", "any", "nobody"]) {
      for (const tool of ["fs.read_file", "crm.refund", "http.post", "other"]) {
        for (const intent of ["fix-bug", "release", "resolve/now", "other"]) {
          const question = {
            ...QUESTION,
            values: [sub, tool, "read", "repo://acme/a", 1, intent, 0, {}, {}],
          };
          expect(indexed.couldAllow(question, "tool")).toBe(scan.couldAllow(question, "tool"));
          expect(indexed.couldAllow(question, "purpose")).toBe(scan.couldAllow(question, "purpose"));
          expect(indexed.nearest(question)).toEqual(scan.nearest(question));
          reached += Number(scan.couldAllow(question, "tool") !== undefined);
        }
      }
    }
    expect(reached).toBeGreaterThan(10);
  });

  it("explains a denial by the rules for which the conjunct holds that holds for the fewest", () => {
    const { policy, rules, scope, keys } = read(defaultModel, manyRules(3000));
    const indexed = new IndexedEvaluator(policy, rules, { scope, keys });
    const nearest = indexed.nearest({
      ...QUESTION,
      values: QUESTION.values.with(3, "crm://t2967/x").with(2, "erase"),
    });
    expect(nearest?.rule.id).toBe("R2967");
    expect(nearest?.clauses.filter(({ holds }) => !holds).map(({ text }) => text)).toEqual([
      '(p.act == "*" || r.act == p.act)',
    ]);
    expect(indexed.nearest({ ...QUESTION, values: Array(9).fill("none") })?.rule.id).toBe("R0");
  });
});

describe("the start that a pattern fixes", () => {
  it.each([
    ["crm://t1/**", "crm://t1"],
    ["crm://t1/a*/b", "crm://t1"],
    ["/a/b/c/d/e/f/**", "/a/b/c/d"],
    ["/a/b", "/a/b"],
    ["https://h/a?q=*", "https://h/a"],
    ["**", undefined],
    ["a*", undefined],
  ])("of %s is %s", (pattern, start) => {
    expect(literalStart(pattern, "glob")).toBe(start);
  });

  it("is a start of all that the pattern matches", () => {
    const patterns = ["/a/**", "/a/b", "/a/b/**/c", "/*/b", "https://h/a/**", "/a/b?x=1", "/a/b/c/d/e/**"];
    const values = ["/a", "/a/b", "/a/b/c", "/x/b", "https://h/a?q=/1", "/a/b?x=1", "/a/b/c/d/e/f/g", ""];
    let matching = 0;
    for (const pattern of patterns) {
      const start = literalStart(pattern, "glob");
      const glob = compileGlob(pattern);
      if (glob === undefined) throw new Error(pattern);
      for (const value of values.filter((text) => globMatches(text, glob))) {
        matching++;
        expect(start === undefined || startsOf(value, "glob").includes(start)).toBe(true);
      }
    }
    expect(matching).toBeGreaterThan(9);
  });

  it.each([
    ["keyMatch2", "crm://t1/orders/:id", "crm://t1/orders"],
    ["keyMatch2", "/a/*", "/a"],
    ["keyMatch2", "/a/?b", ""],
    ["keyMatch2", "/a/b", "/a/b"],
    ["keyMatch2", "/a|/b", undefined],
    ["keyMatch3", "/a/{id}/c", "/a"],
    ["regexMatch", "^/a/b", "/a"],
    ["regexMatch", "^/a/b$", "/a/b"],
    ["regexMatch", "^https:\\/\\/h\\.org\\/a\\d", "https://h.org"],
    ["regexMatch", "/a/b", undefined],
    ["regexMatch", "^a", undefined],
  ] as const)("of %s %s is %s", (matching, pattern, start) => {
    expect(literalStart(pattern, matching)).toBe(start);
  });

  it("is a start of all that casbin matches with a pattern of any characters", () => {
    const char = fc.constantFrom(..."ab/:{}*.?+()[]^$|\\-");
    const text = fc.array(char, { maxLength: 9 }).map((chars) => `/${chars.join("")}`);
    const value = fc
      .array(fc.constantFrom(..."ab/:.-"), { maxLength: 7 })
      .map((chars) => `/${chars.join("")}`);
    let matched = 0;
    const law = fc.property(
      fc.constantFrom(...REGEX_FUNCTIONS),
      text,
      fc.array(value, { maxLength: 8 }),
      (name, pattern, values) => {
        const written = name === "regexMatch" ? `^${pattern}` : pattern;
        if (patternFault(name, written) !== undefined) return;
        const start = literalStart(written, name);
        const own = matcherFunctions().get(name);
        for (const each of [...values, pattern]) {
          const matches = STOCK[name](each, written);
          expect(own?.(each, written)).toBe(matches);
          if (!matches) continue;
          matched++;
          expect(start === undefined || startsOf(each, name).includes(start)).toBe(true);
        }
      },
    );
    fc.assert(law, { numRuns: 4000, seed: 7 });
    expect(matched).toBeGreaterThan(500);
  });
});

const STOCK = {
  keyMatch2: Util.keyMatch2Func,
  keyMatch3: Util.keyMatch3Func,
  regexMatch: Util.regexMatchFunc,
};
