import { describe, expect, it } from "vitest";

import { type Finding, lintPolicy, loadPolicy, type PolicySnapshot } from "../src/index.ts";
import { asked } from "./asked.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }";

function model(matcher: string): string {
  return `[request_definition]
r = sub, res, env, args
[policy_definition]
p = id, rule, res, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = ${matcher}
`;
}

const EVAL = "glob(r.res, p.res) && eval(p.rule)";

const quoted = (rule: string): string => `p, R, "${rule.replaceAll('"', '""')}", **, allow`;

const load = (...rules: readonly string[]): Promise<PolicySnapshot> =>
  loadPolicy({ model: model(EVAL), rules: rules.map(quoted).join("\n").replace(/R/u, "A"), tools: TOOLS });

const lint = (rule: string, matcher = EVAL): Promise<readonly Finding[]> =>
  lintPolicy({ model: model(matcher), rules: quoted(rule), tools: TOOLS });

const ask = (policy: PolicySnapshot, sub: string, args: object = {}): string =>
  asked(policy, { principals: [{ id: sub }], env: { seen: 1 }, args });

describe("rules that a matcher evaluates", () => {
  it("decide by their own text", async () => {
    const policy = await load('r.sub == "alice" && r.args.n < 3', 'r.sub == "bob" || g(r.sub, "admin")');
    expect(ask(policy, "alice", { n: 2 })).toBe("allow");
    expect(ask(policy, "bob", { n: 9 })).toBe("allow");
    expect(ask(policy, "alice", { n: 9 })).toBe("deny policy_no_match");
    expect(ask(policy, "alice")).toBe("deny attribute_missing args.n");
    expect(ask(policy, "eve", { n: 2 })).toBe("deny policy_no_match");
  });

  it.each([
    ["brackets that close the matcher's", "true) || true || (true", "true) || true || (true"],
    ["code", "constructor.getPrototypeOf(r.args) == 1", "."],
    ["a bare name of the context", "constructor == 1", "constructor"],
    ["an unknown name", 'r.sbu == "a"', "r.sbu"],
    ["an unknown function", 'keyMach(r.res, "/x")', "keyMach"],
    ["another eval", "eval(p.res)", "eval("],
    ["in", 'r.sub in ("a", "b")', "in"],
    ["a pattern of the rule", "keyMatch2(r.res, p.res)", "keyMatch2"],
    ["a pattern of the request", 'regexMatch("x", r.res)', "regexMatch"],
    ["a replacement pattern", 'r.sub == "$&"', "$"],
    ["a text that casbin rewrites", "r.sub == 'x r.y'", "'x r.y'"],
    ["nothing", "", ""],
    ["two expressions", "true, true", "true, true"],
    ["a number", "1 + 1", "1 + 1"],
    ["an attribute alone", "r.args.ok", "."],
    ["this", "this == 1", "this"],
  ])("do not load with %s", async (_what, rule, text) => {
    const found = (await lint(rule)).filter(({ severity }) => severity === "fatal");
    expect(found.map((finding) => `${finding.reason} ${finding.text}`)).toEqual([
      `condition_invalid ${text}`,
    ]);
    expect(found[0]).toMatchObject({ code: "AMBIT-P106", file: "rules.csv", line: 1 });
  });

  it("are told where the text is wrong", async () => {
    const [finding] = await lint('r.sbu == "a"');
    expect(finding).toMatchObject({ column: 8, suggestion: "r.sub" });
  });

  it.each([
    ["a request", "eval(r.sub) && glob(r.res, p.res) && p.rule == r.sub"],
    ["a text", 'eval("true") && glob(r.res, p.res) && p.rule == r.sub'],
    ["two columns", "eval(p.rule, p.res)"],
    ["white space", "glob(r.res, p.res) && eval( p.rule )"],
    ["in", 'glob(r.res, p.res) && eval(p.rule) && (r.sub in ("a", "b"))'],
  ])("are not called with %s", async (_what, matcher) => {
    const findings = await lint("true", matcher);
    const fatal = findings.filter(({ severity, text }) => severity === "fatal" && /eval|in/u.test(text));
    expect(fatal.map(({ file }) => file)).toContain("model.conf");
  });

  it("read one attribute as one type", async () => {
    const source = { model: model(EVAL), tools: TOOLS };
    const rules = ["r.args.n == 1", 'r.args.n == "1"'].map(quoted).join("\n").replace("R", "A");
    const findings = await lintPolicy({ ...source, rules });
    expect(findings).toMatchObject([{ reason: "condition_invalid", line: 2, text: "args.n" }]);
  });

  it("do not hide a purpose or tool from a principal whom they could allow", async () => {
    const policy = await load('r.sub == "alice"');
    expect(policy.mayReach({ id: "alice" }, "t")).toBe(true);
  });
});
