import { describe, expect, it } from "vitest";

import { lintPolicy, loadPolicy, type PolicySnapshot } from "../src/index.ts";
import { asked } from "./asked.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }";
const RULES = "p, bot, **, allow";

function model(matcher: string): string {
  return `[request_definition]
r = sub, res, env, args
[policy_definition]
p = sub, res, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.sub == p.sub && glob(r.res, p.res) && ${matcher}
`;
}

const load = (matcher: string, rules = RULES): Promise<PolicySnapshot> =>
  loadPolicy({ model: model(matcher), rules, tools: TOOLS });

const lint = async (matcher: string): Promise<readonly string[]> => {
  const findings = await lintPolicy({ model: model(matcher), rules: RULES, tools: TOOLS });
  return findings.map(({ severity, reason, text }) => `${severity} ${reason} ${text}`);
};

const ask = (policy: PolicySnapshot, env: object, args: object = {}): string => asked(policy, { env, args });

describe("attributes in a matcher", () => {
  it("are read by own plain names, however deep", async () => {
    const policy = await load('r.env.subject.team == "red" && r.args.amount <= 100');
    expect(ask(policy, { subject: { team: "red" } }, { amount: 100 })).toBe("allow");
    expect(ask(policy, { subject: { team: "red" } }, { amount: 101 })).toBe("deny policy_no_match");
    expect(ask(policy, { subject: { team: "blue" } }, { amount: 1 })).toBe("deny policy_no_match");
  });

  it.each([
    ["a missing one", {}, "deny attribute_missing args.amount"],
    ["null", { amount: null }, "deny attribute_missing args.amount"],
    ["an inherited one", Object.create({ amount: 1 }) as object, "deny attribute_missing args.amount"],
    ["an empty text", { amount: "" }, "deny policy_error attribute args.amount is no number"],
    ["a text of digits", { amount: "7" }, "deny policy_error attribute args.amount is no number"],
    ["NaN", { amount: Number.NaN }, "deny policy_error attribute args.amount is no number"],
    ["a list", { amount: [7] }, "deny policy_error attribute args.amount is no number"],
    ["true", { amount: true }, "deny policy_error attribute args.amount is no number"],
  ])("deny with their name where casbin would compare %s", async (_what, args, expected) => {
    const compared = await load("r.args.amount < 100");
    expect(ask(compared, {}, args)).toBe(expected);
    const negated = await load("!(r.args.amount > 100)");
    expect(ask(negated, {}, args)).toBe(expected);
  });

  it("must be what they are compared with, wherever that is", async () => {
    const policy = await load('(r.args.to == "a@b.c" || r.args.to == "x@y.z")');
    expect(ask(policy, {}, { to: "x@y.z" })).toBe("allow");
    expect(ask(policy, {}, { to: ["x@y.z"] })).toBe("deny policy_error attribute args.to is no string");
    const called = await load('keyMatch(r.args.path, "/pub/*")');
    expect(ask(called, {}, { path: "/pub/a" })).toBe("allow");
    expect(ask(called, {}, { path: ["/pub/a"] })).toBe("deny policy_error attribute args.path is no string");
  });

  it("are told apart by a list of texts", async () => {
    const text = model("true")
      .replace("m = ", 'm = (r.args.kind in ("mail", "note")) && ')
      .replace(" && true", "");
    const policy = await loadPolicy({ model: text, rules: RULES, tools: TOOLS });
    expect(ask(policy, {}, { kind: "note" })).toBe("allow");
    expect(ask(policy, {}, { kind: "file" })).toBe("deny policy_no_match");
    expect(ask(policy, {}, { kind: ["note"] })).toBe("deny policy_error attribute args.kind is no string");
  });

  it("that a deny rule reads deny when they are missing", async () => {
    const rules = `${RULES}\np, bot, file:///secret/**, deny`;
    const policy = await load("r.args.n == 1", rules);
    expect(ask(policy, {}, { n: 1 })).toBe("allow");
    expect(ask(policy, {}, {})).toBe("deny attribute_missing args.n");
  });

  it.each([
    ["r.env.tainted", "fatal model_invalid ."],
    ["!r.env.tainted", "fatal model_invalid ."],
    ['r.env["tainted"] == true', "fatal model_invalid ."],
    ["r.env.tained == true", "fatal token_unknown r.env.tained"],
    ["r.envv.tainted == true", "fatal token_unknown r.envv"],
    ["p.res.length > 1", "fatal model_invalid p.res.length"],
    ["r.args.constructor == 1", "fatal model_invalid constructor"],
    ["r.args.__proto__ == 1", "fatal model_invalid __proto__"],
    ['r.sub.team == "red"', "warning token_unknown r.sub.team"],
    ['r.args.f("x") == true', "fatal function_unknown ."],
  ])("are linted: %s", async (matcher, expected) => {
    expect(await lint(matcher)).toContain(expected);
  });

  it("of one name may not be a number here and a text there", async () => {
    expect(await lint('(r.args.n == 1 || r.args.n == "1")')).toContain("fatal model_invalid args.n");
  });
});
