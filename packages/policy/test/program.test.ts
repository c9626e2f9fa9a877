import { describe, expect, it, vi } from "vitest";

import { behindView, withAttributeViews } from "../src/expression/attribute-view.ts";
import { compileMatcher, type Scope } from "../src/expression/compile.ts";
import { namesIn, operandsOf, partsOf, walk, type Node } from "../src/expression/node.ts";
import { parseExpression, parseMatcher } from "../src/expression/parse.ts";
import { compilePartial } from "../src/expression/partial.ts";
import { scopeOf } from "./scope.ts";

const run = (text: string, ...[request, rule = [], scope = scopeOf()]: Parameters<typeof decide>): unknown =>
  decide(request, rule, scope)(text);

/** Request slots: sub, env, n; rule slots: sub, text. */
function decide(
  request: readonly unknown[],
  rule: readonly string[] = [],
  scope: Scope = scopeOf(),
): (text: string) => unknown {
  return (text) => compileMatcher(parseMatcher(text), scope)(request, rule, undefined);
}

describe("a compiled matcher", () => {
  it.each<[string, unknown]>([
    ["1", 1],
    ['"x"', "x"],
    ["r_sub", "ann"],
    ["p_sub", "staff"],
    ["[r_sub, 1]", ["ann", 1]],
    ["!r_sub", false],
    ["-r_n", -3],
    ["r_n + 1", 4],
    ['r_sub == "ann"', true],
    ['r_sub == "ann" ? 1 : 2', 1],
    ['r_sub == "bob" ? 1 : 2', 2],
    ["r_env.a.b", 7],
    ["r_n && 5 && r_sub", "ann"],
    ["0 && r_sub && 1", 0],
    ["r_n && 0 && r_sub", 0],
    ["0 || r_sub || 1", "ann"],
    ['0 || "" || r_n', 3],
    ['0 || ""', ""],
    ["same(r_sub, p_sub)", "ann/staff"],
    ["same(p_sub, r_sub)", "staff/ann"],
    ["same(r_sub, 1)", "ann/1"],
    ["same(1, p_sub)", "1/staff"],
    ["count(r_sub)", 1],
    ["count(r_sub, p_sub, 1)", 3],
    ["count()", 0],
    ["eval(p_text)", true],
  ])("gives for %s what casbin gives: %j", (text, result) => {
    const request = ["ann", { a: { b: 7 } }, 3];
    expect(run(text, request, ["staff", "r_n == 3"])).toEqual(result);
  });

  it("asks no further than && and || need", () => {
    const asked = vi.fn<() => boolean>(() => true);
    const scope = scopeOf({ functions: new Map([["asked", asked]]) });
    const ask = decide([0, {}, 1], [], scope);
    expect([ask("r_sub && asked()"), ask("r_n || asked()"), ask("r_n ? 1 : asked()")]).toEqual([0, 1, 1]);
    expect(asked).not.toHaveBeenCalled();
    expect([ask("r_n && asked()"), ask("r_sub || asked()")]).toEqual([true, true]);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("looks roles up as casbin does: what is falsy is the empty name", () => {
    const ask = (name: unknown, role: string): unknown => run("g(r_sub, p_sub)", [name], [role]);
    expect([ask("ann", "staff"), ask("ann", "boss"), ask("bob", "staff")]).toEqual([true, false, false]);
    expect([ask(undefined, ""), ask(0, ""), ask(undefined, "undefined"), ask(7, "7")]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it("looks roles up in a domain, and throws without one", () => {
    const ask = (domain: unknown): unknown => run("g2(r_sub, p_sub, r_n)", ["ann", {}, domain], ["admin"]);
    expect([ask("acme"), ask("other"), ask(""), ask(5)]).toEqual([true, false, false, false]);
    for (const none of [undefined, null]) expect(() => ask(none)).toThrow(/g2 got no domain/u);
  });

  it("extends roles by those of one decision", () => {
    const program = compileMatcher(parseMatcher("g(r_sub, p_sub)"), scopeOf());
    const extra = { name: "bob", roles: ["staff"] };
    expect(program(["bob"], ["staff"], extra)).toBe(true);
    expect(program(["bob"], ["staff"], undefined)).toBe(false);
  });

  it.each([
    ["r_env.none", /env\.none/u],
    ["r_env.toString", /env\.toString/u],
    ["r_sub.length", /sub\.length/u],
  ])("throws at %s", (text, message) => {
    expect(() => run(text, ["ann", {}])).toThrow(message);
  });

  it("holds an attribute to what it is compared with", () => {
    const scope = scopeOf({ attributes: new Map([["env.n", "number"]]) });
    expect(run("r_env.n", ["", { n: 1 }], [], scope)).toBe(1);
    expect(() => run("r_env.n", ["", { n: "1" }], [], scope)).toThrow(/env\.n is no number/u);
  });

  it.each([
    ["x", "unknown name x"],
    ["x.y", "unknown attribute"],
    ["p_sub.y", "unknown attribute"],
    ["none(r_sub)", "unknown function none"],
    ["r_env.f(1)", "unknown function "],
    ["~r_sub", "unknown operator ~"],
    ["r_sub | 1", "unknown operator |"],
    ["this", "a matcher may not hold a ThisExpression"],
    ["r_sub r_n", "a matcher may not hold a Compound"],
    ["g(r_sub)", "g needs two names"],
    ["g()", "g needs two names"],
    ["eval(r_sub)", "eval needs a column"],
    ["eval()", "eval needs a column"],
    ["eval(1)", "eval needs a column"],
  ])("is not made of %s", (text, message) => {
    expect(() => compileMatcher(parseMatcher(text), scopeOf())).toThrow(new TypeError(message));
  });

  it("evaluates no rule that was not linted", () => {
    expect(() => run("eval(p_text)", ["ann"], ["", "1 == 1"])).toThrow(/was not linted/u);
    expect(() => run("eval(p_text)", ["ann"], [])).toThrow(/was not linted/u);
  });
});

describe("a matcher of which not all is known", () => {
  const may = (text: string, request: readonly unknown[] = ["ann"], rule: readonly string[] = []): boolean =>
    compilePartial(parseMatcher(text), scopeOf(), new Set(["sub"]))(request, rule, undefined);

  it.each([
    'r_sub == "ann"',
    'r_sub == "ann" && r_n == 1',
    'r_n == 1 && r_sub == "ann"',
    'r_sub == "bob" || r_n == 1',
    'r_n == 1 || r_sub == "bob"',
    'r_sub == "ann" || r_n == 1',
    "r_n == 1",
    "!(r_n == 1)",
    "-r_n",
    "r_n + 1",
    "r_n ? false : true",
    "r_n ? true : false",
    "r_n ? r_n : false",
    "g(r_sub, p_sub) || r_n",
    "eval(p_text)",
    "r_sub.none == 1",
    "r_env.none == 1",
    "!(r_n == 1 && r_sub == r_sub)",
  ])("may hold: %s", (text) => {
    expect(may(text)).toBe(true);
  });

  it.each([
    'r_sub == "bob"',
    'r_sub == "bob" && r_n == 1',
    'r_n == 1 && r_sub == "bob"',
    'r_sub == "bob" || r_sub == "eve"',
    '!(r_sub == "ann")',
    '!(r_sub == "ann" || r_n == 1)',
    '!(r_n == 1 || r_sub == "ann")',
    "r_n ? false : r_sub == 1",
    "eval(p_text) && false",
    "r_n == 1 && 0",
  ])("cannot: %s", (text) => {
    expect(may(text)).toBe(false);
  });

  it("does not evaluate what is not known", () => {
    const asked = vi.fn<() => boolean>(() => false);
    const scope = scopeOf({ functions: new Map([["asked", asked]]) });
    const program = compilePartial(parseMatcher("asked(r_n) && asked(r_sub)"), scope, new Set(["n"]));
    expect(program(["ann", {}, 1], [], undefined)).toBe(false);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe("the parts of an expression", () => {
  const all = "f(a, [b, -c]) && (d.e ? g : 1) || h == i";

  it("are walked from left to right", () => {
    const types = [...walk(parseMatcher(all))].map(({ type }) => type);
    expect(types).toMatchInlineSnapshot(`
      [
        "LogicalExpression",
        "LogicalExpression",
        "CallExpression",
        "Identifier",
        "Identifier",
        "ArrayExpression",
        "Identifier",
        "UnaryExpression",
        "Identifier",
        "ConditionalExpression",
        "MemberExpression",
        "Identifier",
        "Identifier",
        "Identifier",
        "Literal",
        "BinaryExpression",
        "Identifier",
        "Identifier",
      ]
    `);
    expect(partsOf(parseMatcher("a b"))).toHaveLength(2);
    expect(partsOf({ type: "ThisExpression" })).toEqual([]);
  });

  it("have names, without those of functions and members", () => {
    expect(namesIn(parseMatcher(all))).toEqual(["a", "b", "c", "d", "g", "h", "i"]);
    expect(namesIn(parseMatcher("f(f2(a), a)"))).toEqual(["a", "a"]);
  });

  it("are operands of one operator, however it is bracketed", () => {
    const names = (text: string, operator: "&&" | "||"): readonly unknown[] =>
      operandsOf(parseMatcher(text), operator).map((node: Node) => (node as { name?: string }).name);
    expect(names("a && (b && c) && d", "&&")).toEqual(["a", "b", "c", "d"]);
    expect(names("a || b", "||")).toEqual(["a", "b"]);
    expect(names("a || b", "&&")).toEqual([undefined]);
    expect(names("a == b", "&&")).toEqual([undefined]);
  });
});

describe("the operator in", () => {
  it("binds weaker than && in a matcher, as casbin has it, and like a comparison in a condition", () => {
    expect(parseMatcher("a && b in (c)")).toMatchObject({ type: "BinaryExpression", operator: "in" });
    expect(parseExpression("a && b in [c]")).toMatchObject({ type: "LogicalExpression", operator: "&&" });
    expect(parseMatcher("a && b in (c)")).toMatchObject({ type: "BinaryExpression", operator: "in" });
  });

  it("keeps its strength after an expression that does not parse", () => {
    expect(() => parseExpression("a && (b")).toThrow();
    expect(parseMatcher("a && b in (c)")).toMatchObject({ type: "BinaryExpression", operator: "in" });
  });
});

describe("request values for casbin's own evaluator", () => {
  const views = (values: readonly unknown[], attributes: Scope["attributes"]): readonly unknown[] =>
    withAttributeViews(values, scopeOf({ attributes }));

  it("are as they are where no attribute is read", () => {
    const values = ["ann", { a: 1 }];
    expect(views(values, new Map())).toBe(values);
    const seen = views(values, new Map([["environment.a", "number"]]));
    expect(seen).toEqual(values);
    expect(seen[1]).toBe(values[1]);
  });

  it("check the attributes that are read, at any depth", () => {
    const env = { a: { b: 7, c: "x" }, d: "y", length: 1 };
    const kinds = new Map([
      ["env.a.b", "number"],
      ["env.d", "number"],
      ["env.e", "scalar"],
      ["env.f.g", "scalar"],
    ] as const);
    const seen = views(["ann", env], kinds)[1] as Record<string, Record<string, unknown>>;
    expect(seen["a"]?.["b"]).toBe(7);
    expect(seen["a"]?.["c"]).toBe("x");
    expect(seen["length"]).toBe(1);
    expect(() => seen["d"]).toThrow(/env\.d is no number/u);
    expect(() => seen["e"]).toThrow(/env\.e/u);
    expect(() => seen["f"]).toThrow(/env\.f/u);
    expect(behindView(seen)).toBe(env);
    expect(behindView(seen["a"])).toBe(env.a);
  });

  it("leave a text the text that it is, and miss its attributes", () => {
    const kinds = new Map([
      ["sub.team", "scalar"],
      ["sub.a.b", "scalar"],
    ] as const);
    const seen = views(["ann", {}], kinds)[0] as Record<string, unknown> & { toUpperCase(): string };
    expect(`${seen as unknown as string}`).toBe("ann");
    expect(seen["length"]).toBe(3);
    expect(seen.toUpperCase()).toBe("ANN");
    expect(() => seen["team"]).toThrow(/sub\.team/u);
    expect(() => seen["a"]).toThrow(expect.objectContaining({ name: "AttributeMissing" }));
    expect(behindView(seen)).toBe("ann");
  });

  it("have nothing behind them when they are no views", () => {
    const value = {};
    expect([behindView(value), behindView("x"), behindView(null), behindView(undefined)]).toEqual([
      value,
      "x",
      null,
      undefined,
    ]);
  });
});
