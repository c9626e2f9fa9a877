import { describe, expect, it } from "vitest";

import { defaultModel, type Finding, lintPolicy, loadPolicy, PolicyError } from "../src/index.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }";

/** A model of five tokens; the matcher stands in line 12. */
function model(parts: { r?: string; p?: string; g?: string; e?: string; m?: string } = {}): string {
  const {
    r = "sub, tool, res",
    p = "sub, tool, res, eft",
    g = "g = _, _",
    e = "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
    m = "g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)",
  } = parts;
  return `[request_definition]
r = ${r}
[policy_definition]
p = ${p}
[role_definition]
${g}

[policy_effect]
e = ${e}

[matchers]
m = ${m}
`;
}

async function lint(text: string, rules = "p, a, t, **, allow"): Promise<readonly Finding[]> {
  return lintPolicy({ model: text, rules, tools: TOOLS });
}

function places(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ reason, file, line, column, text }) => `${reason} ${file}:${line}:${column} ${text}`,
  );
}

type Case = readonly [name: string, text: string, place: string, suggestion?: string];

const CASES: readonly Case[] = [
  ["an unknown request token", model({ r: "sub, tol, res" }), "token_unknown model.conf:2:10 tol", "tool"],
  ["a request token twice", model({ r: "sub, tool, res, sub" }), "token_unknown model.conf:2:5 sub"],
  [
    "a rule token that is not defined",
    model({ m: "g(r.sub, p.sbu) && r.tool == p.tool && glob(r.res, p.res)" }),
    "token_unknown model.conf:12:14 p.sbu",
    "p.sub",
  ],
  [
    "a request token that is not defined",
    model({ m: 'r.subject != "x" && g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)' }),
    "token_unknown model.conf:12:5 r.subject",
    "r.sub",
  ],
  [
    "a misspelt effect column",
    model({ p: "sub, tool, res, etf" }),
    "token_unknown model.conf:4:21 etf",
    "eft",
  ],
  [
    "an unknown function",
    model({ m: "g(r.sub, p.sub) && r.tool == p.tool && keyMach(r.res, p.res)" }),
    "function_unknown model.conf:12:44 keyMach",
    "keyMatch",
  ],
  [
    "a negated unknown function",
    model({ m: "!isBlockd(r.sub) && g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)" }),
    "function_unknown model.conf:12:6 isBlockd",
  ],
  [
    "a role function without definition",
    model({ m: "g2(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)" }),
    "function_unknown model.conf:12:5 g2",
    "g",
  ],
  [
    "eval of what a request says",
    model({ m: "eval(r.sub) && p.sub == r.sub && r.tool == p.tool && glob(r.res, p.res)" }),
    "function_unknown model.conf:12:5 eval",
  ],
  [
    "a name of Object.prototype",
    model({ m: "r.sub == constructor && p.sub == r.sub && r.tool == p.tool && glob(r.res, p.res)" }),
    "token_unknown model.conf:12:14 constructor",
  ],
  [
    "this",
    model({ m: "this && g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)" }),
    "model_invalid model.conf:12:5 this",
  ],
  [
    "an unknown attribute",
    model({
      r: "sub, tool, res, env",
      m: "r.env.n < 2 && g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)",
    }),
    "token_unknown model.conf:12:5 r.env.n",
  ],
  [
    "a pattern from the request",
    model({ m: "g(r.sub, p.sub) && r.tool == p.tool && p.res == r.res && glob(r.res, r.res)" }),
    "model_invalid model.conf:12:62 glob",
  ],
  [
    "a bitwise operator",
    model({ m: "(r.sub == p.sub) ^ (r.tool == p.tool) && glob(r.res, p.res)" }),
    "model_invalid model.conf:12:22 ^",
  ],
  [
    "a weak `in`",
    model({ m: 'g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res) && r.tool in ("a", "b")' }),
    "model_invalid model.conf:12:73 in",
  ],
  [
    "too few arguments",
    model({ m: "g(r.sub) && p.sub == r.sub && r.tool == p.tool && glob(r.res, p.res)" }),
    "model_invalid model.conf:12:5 g",
  ],
  [
    "an effect that allows what no rule mentions",
    model({ e: "!some(where (p.eft == deny))" }),
    "effect_allows model.conf:9:5 !some(where (p.eft == deny))",
    "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
  ],
  [
    "an effect that casbin does not know",
    model({ e: "some(where(p.eft==allow))" }),
    "model_invalid model.conf:9:5 some(where(p.eft==allow))",
    "some(where (p.eft == allow))",
  ],
  [
    "a semicolon in a text",
    model({ m: 'r.sub != "a;b" && g(r.sub, p.sub)' }),
    "model_invalid model.conf:12:16 ;",
  ],
  ["a hash in a text", model({ m: 'r.sub != "a#b" && g(r.sub, p.sub)' }), "model_invalid model.conf:12:16 #"],
  [
    "a text that casbin changes",
    model({ m: "r.res != '/p.txt' && g(r.sub, p.sub) && r.tool == p.tool && glob(r.res, p.res)" }),
    "model_invalid model.conf:12:14 '/p.txt'",
  ],
  [
    "a matcher that does not parse",
    model({ m: "r.sub == == p.sub" }),
    "model_invalid model.conf:12:5 r.sub == == p.sub",
  ],
  [
    "a matcher that reads no rule",
    model({ m: 'r.sub == "root"' }),
    'model_invalid model.conf:12:5 r.sub == "root"',
  ],
  ["a matcher of two expressions", model({ m: "g(r.sub, p.sub) r.tool" }), "model_invalid model.conf:12:5 "],
  [
    "an unknown section",
    model().replace("[matchers]", "[matcher]"),
    "model_invalid model.conf:11:2 matcher",
    "matchers",
  ],
  ["a definition behind a gap", model({ g: "g = _, _\ng3 = _, _" }), "model_invalid model.conf:7:1 g3"],
  ["a definition twice", model({ g: "g = _, _\ng = _, _, _" }), "model_invalid model.conf:7:1 g"],
  [
    "a role definition of four names",
    model({ g: "g = _, _, _, _" }),
    "model_invalid model.conf:6:5 _, _, _, _",
  ],
  ["a line without a meaning", model({ g: "g _, _" }), "model_invalid model.conf:6:1 g _, _"],
  ["a missing section", model().replace(/\[policy_effect\]\ne.*\n/u, ""), "model_invalid model.conf:1:1 "],
];

describe("lint of a model", () => {
  it.each(CASES.map(([name, text, place, suggestion]) => ({ name, text, place, suggestion })))(
    "finds $name",
    async ({ text, place, suggestion }) => {
      const findings = await lint(text);
      expect(places(findings)).toContain(place);
      const finding = findings.find((one) => places([one])[0] === place);
      expect(finding?.suggestion).toBe(suggestion);
      expect(finding?.severity).toBe("fatal");
      await expect(
        loadPolicy({ model: text, rules: "p, a, t, **, allow", tools: TOOLS }),
      ).rejects.toBeInstanceOf(PolicyError);
    },
  );

  it("finds nothing in a clean model, with its tokens in any order", async () => {
    expect(await lint(model())).toEqual([]);
    expect(
      await lint(model({ r: "res, sub, tool", p: "res, eft, sub, tool" }), "p, **, allow, a, t"),
    ).toEqual([]);
    expect(await lint(defaultModel, "p, A, a, t, *, **, *, *, *, true, allow, none")).toEqual([]);
  });

  it("refuses a second kind of rule, which nothing reads", async () => {
    const added: readonly (readonly [section: string, definition: string, place: string])[] = [
      ["request_definition", "r2 = edge, from, to", "3:1 r2"],
      ["policy_definition", "p2 = edge, from, to, eft", "5:1 p2"],
      ["policy_effect", "e2 = some(where (p.eft == allow))", "10:1 e2"],
      ["matchers", "m2 = r2.edge == p2.edge", "13:1 m2"],
    ];
    for (const [section, definition, place] of added) {
      const text = model().replace(
        new RegExp(`(\\[${section}\\]\n.*)`, "u"),
        (all) => `${all}\n${definition}`,
      );
      const findings = await lint(text, "p, a, t, **, allow");
      expect(places(findings)).toEqual([`model_invalid model.conf:${place}`]);
    }
    const row = await lint(model(), "p, a, t, **, allow\np2, delegate, a, b, deny");
    expect(places(row)).toEqual(["ptype_unknown rules.csv:2:1 p2"]);
  });

  it("reports a misspelt name once, and the faults of all three files together", async () => {
    const misspelt = model({ m: "g(r.sub, p.sbu) && r.tool == p.tool && glob(r.res, p.res)" });
    expect(places(await lint(misspelt))).toEqual(["token_unknown model.conf:12:14 p.sbu"]);
    const all = await lintPolicy({ model: "[matchers", rules: 'p, "a', tools: "t: {" });
    expect(all.map(({ reason }) => reason)).toEqual(["model_invalid", "row_invalid", "yaml_invalid"]);
  });

  it("counts what it checked", () => {
    console.log(`lint of models: ${CASES.length} mistakes, each found with code and place`);
    expect(CASES.length).toBeGreaterThan(25);
  });
});
