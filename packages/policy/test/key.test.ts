import { describe, expect, it } from "vitest";

import { merge } from "../src/candidate/candidate.ts";
import { type Key, keysOf } from "../src/candidate/key.ts";
import { Postings } from "../src/candidate/postings.ts";
import { remaining } from "../src/candidate/remaining.ts";
import type { Question } from "../src/decision/evaluator.ts";
import { parseMatcher } from "../src/expression/parse.ts";
import type { DefinitionSet } from "../src/model/policy-model.ts";
import type { Rule } from "../src/rule/rule.ts";
import { scopeOf } from "./scope.ts";

function keys(matcher: string): readonly Key[] {
  const scope = scopeOf();
  const names = { roles: scope.roles, functions: new Map() };
  return keysOf({ matcher: { node: parseMatcher(matcher) }, names } as unknown as DefinitionSet, scope);
}

const asking = (...values: readonly unknown[]): Question => ({ values, extra: undefined });

/** What a key keeps a rule under, and looks for. */
const told = (key: Key | undefined, rule: readonly string[], ...values: readonly unknown[]): unknown => [
  key?.textOf(rule),
  key?.textsFor(asking(...values)),
];

describe("the conjuncts by which rules are found", () => {
  it.each(["r_sub == p_sub", "p_sub == r_sub", "r_sub === p_sub"])("are equalities: %s", (matcher) => {
    const [key] = keys(matcher);
    expect(told(key, ["staff"], "ann")).toEqual(["staff", ["ann"]]);
    expect(key?.textsFor(asking(7))).toBeUndefined();
    expect(key).toMatchObject({ reads: ["sub"], settles: parseMatcher(matcher) });
    expect(key?.linked).toBeUndefined();
  });

  it("are roles: a name and all that it holds", () => {
    const [key] = keys("g(r_sub, p_sub)");
    expect(told(key, ["staff"], "ann")).toEqual(["staff", ["ann", "staff"]]);
    expect(key?.textsFor({ values: ["bob"], extra: { name: "bob", roles: ["boss"] } })).toEqual([
      "bob",
      "boss",
    ]);
    expect(key?.textsFor(asking(undefined))).toBeUndefined();
    expect(key).toMatchObject({ reads: ["sub"], settles: { type: "CallExpression" } });
    const extra = { name: "ann", roles: [] };
    const { nameOf, has } = key?.linked ?? {};
    expect([nameOf?.(asking("ann")), nameOf?.(asking(7)), nameOf?.({ values: ["ann"], extra })]).toEqual([
      "ann",
      undefined,
      undefined,
    ]);
    expect([has?.("ann"), has?.("staff")]).toEqual([true, false]);
  });

  it("are roles in a domain", () => {
    const [key] = keys("g2(r_sub, p_sub, r_n)");
    expect(told(key, ["admin"], "ann", {}, "acme")).toEqual(["admin", ["ann", "admin"]]);
    expect(key?.textsFor(asking("ann", {}, "other"))).toEqual(["ann"]);
    expect(key?.textsFor(asking("ann", {}, 5))).toBeUndefined();
    expect(key?.textsFor(asking(5, {}, "acme"))).toBeUndefined();
    expect(key).toMatchObject({ reads: ["sub", "n"] });
    expect(key?.linked).toBeUndefined();
  });

  it("are patterns, which must still be asked", () => {
    const [key] = keys("glob(r_sub, p_sub)");
    expect(told(key, ["a/b/*"], "a/b")).toEqual(["a/b", ["a", "a/b"]]);
    expect(told(key, ["**"], 7)).toEqual([undefined, undefined]);
    expect(told(key, [], "a")).toEqual(["", ["a"]]);
    expect(key).toMatchObject({ reads: ["sub"], settles: undefined });
  });

  it.each(['p_sub == "*" || g(r_sub, p_sub)', 'g(r_sub, p_sub) || "*" == p_sub'])(
    "leave open the rules that a text opens: %s",
    (matcher) => {
      const [key] = keys(matcher);
      expect(told(key, ["*"], "ann")).toEqual([undefined, ["ann", "staff"]]);
      expect(key?.textOf(["staff"])).toBe("staff");
    },
  );

  it("leave open what any of several texts opens", () => {
    const [key] = keys('p_sub == "*" || p_text == "any" || r_sub == p_sub');
    expect([key?.textOf(["*", "x"]), key?.textOf(["s", "any"]), key?.textOf(["s", "x"])]).toEqual([
      undefined,
      undefined,
      "s",
    ]);
  });

  it.each([
    "r_n == 1",
    "p_sub == 1",
    'p_sub == "x"',
    "r_sub == r_n",
    "p_sub == p_text",
    "r_sub != p_sub",
    "r_sub > p_sub",
    "r_sub",
    "!(r_sub == p_sub)",
    "g(p_sub, r_sub)",
    "g(r_sub, r_n)",
    'g("ann", p_sub)',
    'g2(r_sub, p_sub, "acme")',
    "g2(r_sub, p_sub, p_text)",
    "same(r_sub, p_sub)",
    "r_env.g(r_sub, p_sub)",
    "r_sub == p_sub || r_n == p_text",
    "r_sub == p_sub || r_n == 1",
    "p_sub == 1 || r_sub == p_sub",
    "r_sub == p_sub ? true : false",
  ])("are not %s", (matcher) => {
    expect(keys(matcher)).toEqual([]);
  });

  it("stand left of everything that is neither true nor false", () => {
    expect(keys("r_sub == p_sub && r_n == p_text && true")).toHaveLength(2);
    expect(keys("r_n == 1 && r_sub == p_sub")).toHaveLength(1);
    expect(keys("r_n && r_sub == p_sub")).toEqual([]);
    expect(keys("r_sub == p_sub && r_n && r_n == p_text")).toHaveLength(1);
  });
});

const rule = (id: string, ...fields: readonly string[]): Rule => ({
  fields,
  ref: { id, text: id, effect: "allow" },
  obligations: [],
});

describe("the rules for which one conjunct holds", () => {
  it("are those of its texts and those that it leaves open", () => {
    const [key] = keys('p_sub == "*" || g(r_sub, p_sub)');
    const rules = ["staff", "*", "boss", "staff", "ann"].map((sub) => rule(sub, sub));
    const postings = new Postings(key as Key, rules);
    expect(postings.find(asking("ann"))).toEqual([[1], [4], [0, 3]]);
    expect(postings.find(asking("eve"))).toEqual([[1]]);
    expect(postings.find(asking(7))).toBeUndefined();
  });
});

describe("what is left of a matcher", () => {
  it("is less with each key that settles its conjunct", () => {
    const matcher = parseMatcher("r_sub == p_sub && glob(r_n, p_text) && r_n == p_text");
    const found = keysOf(
      {
        matcher: { node: matcher },
        names: { roles: new Map(), functions: new Map() },
      } as unknown as DefinitionSet,
      scopeOf(),
    );
    const [all, one, two, three] = remaining(matcher, found);
    expect(all).toEqual(matcher);
    expect(one).toEqual(parseMatcher("glob(r_n, p_text) && r_n == p_text"));
    expect(two).toEqual(one);
    expect(three).toEqual(parseMatcher("glob(r_n, p_text)"));
  });

  it("is true when nothing is left", () => {
    const matcher = parseMatcher("r_sub == p_sub");
    const found = keysOf(
      {
        matcher: { node: matcher },
        names: { roles: new Map(), functions: new Map() },
      } as unknown as DefinitionSet,
      scopeOf(),
    );
    expect(remaining(matcher, found)).toEqual([matcher, { type: "Literal", value: true, raw: "true" }]);
  });
});

describe("candidates of several lists", () => {
  const list = (...places: readonly number[]) =>
    places.map((place) => ({ place, rule: rule("R"), level: 0 }));
  const places = (lists: Parameters<typeof merge>[0]): readonly number[] =>
    merge(lists).map(({ place }) => place);

  it("come in the order of evaluation, few or many", () => {
    expect(places([])).toEqual([]);
    const one = list(3, 4);
    expect(merge([one])).toBe(one);
    expect(places([list(5, 9), list(1, 7), list(2)])).toEqual([1, 2, 5, 7, 9]);
    for (const count of [10, 16, 17, 100]) {
      const even = list(...Array.from({ length: count }, (_, at) => 2 * at));
      const odd = list(...Array.from({ length: count }, (_, at) => 2 * at + 1));
      expect(places([odd, even])).toEqual(Array.from({ length: 2 * count }, (_, at) => at));
    }
  });
});
