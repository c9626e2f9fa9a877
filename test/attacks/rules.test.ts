import { withAuthority } from "@ambit/langchain/testing";
import { edgeModel, lintPolicy, loadPolicy } from "@ambit/policy";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { describe, expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { caughtReason } from "../house/caught.ts";
import { noted } from "../house/tools.ts";

const TOOLS = { t: READ };

function model(matcher: string, effect = "some(where (p.eft == allow))"): string {
  return `[request_definition]
r = sub, obj, env, args
[policy_definition]
p = sub, rule, obj, eft
[policy_effect]
e = ${effect}
[matchers]
m = ${matcher}
`;
}

async function stock(matcher: string, rules: string): Promise<(...values: readonly unknown[]) => boolean> {
  const enforcer = await newEnforcer(newModelFromString(model(matcher)), new StringAdapter(rules));
  return (...values) => enforcer.enforceSync(...values);
}

const fatal = async (matcher: string, rules: string): Promise<readonly string[]> =>
  (await lintPolicy({ model: model(matcher), rules, tools: TOOLS }))
    .filter(({ severity }) => severity === "fatal")
    .map(({ reason, text }) => `${reason} ${text}`);

const ask = (sub: string, args: unknown) =>
  ({
    principals: [{ id: sub }],
    tool: "t",
    action: "read",
    resources: ["file:///x"],
    sensitivity: "public",
    intent: "work",
    depth: 0,
    env: {},
    args,
  }) as never;

describe("an author of one rule", () => {
  it("cannot close the matcher's brackets from within", async () => {
    const matcher = "r.obj == p.obj && eval(p.rule) && r.sub == p.sub";
    const rules = 'p, sandbox, "true) || true || (true", file:///x, allow';
    expect((await stock(matcher, rules))("evil", "prod", {}, {})).toBe(true);
    expect(await fatal(matcher, rules)).toEqual(["condition_invalid true) || true || (true"]);
  });

  it("cannot reach code or prototypes", async () => {
    const matcher = "r.sub == p.sub && r.obj == p.obj && eval(p.rule)";
    const rule = "constructor.assign(constructor.getPrototypeOf(r.args), r.args.x) == 1 || true";
    const rules = `p, bot, "${rule}", file:///x, allow`;
    expect((await fatal(matcher, rules)).join(" ")).toMatch(/^condition_invalid/u);
    expect(({} as { pwned?: unknown }).pwned).toBeUndefined();
  });

  it("cannot break the decisions of everybody else", async () => {
    const matcher = "r.sub == p.sub && r.obj == p.obj && eval(p.rule)";
    const rules = 'p, bot, "r.x ==== 1", file:///x, allow\np, ann, true, file:///x, allow';
    const decide = await stock(matcher.replace("r.sub == p.sub && ", ""), rules);
    expect(() => decide("ann", "file:///x", {}, {})).toThrow();
    expect((await fatal(matcher, rules))[0]).toMatch(/^condition_invalid/u);
  });
});

describe("a model that writes arguments", () => {
  const MATCHER = "r.sub == p.sub && glob(r.obj, p.obj) && p.rule == p.rule && !(r.args.amount > 100)";
  const RULES = "p, bot, x, **, allow";

  it.each<[string, unknown]>([
    ["leaves an attribute out", {}],
    ["gives a list", { amount: [1000] }],
    ["gives a text", { amount: "9e9" }],
    ["gives null", { amount: null }],
    ["puts it on a prototype", Object.create({ amount: 1 })],
    ["names the prototype", JSON.parse('{"__proto__": {"amount": 1}}')],
    ["gives an object with valueOf", { amount: { valueOf: () => 1 } }],
  ])("does not pass a limit when it %s", async (_what, args) => {
    const policy = await loadPolicy({ model: model(MATCHER), rules: RULES, tools: TOOLS });
    expect(policy.decide(ask("bot", { amount: 99 })).effect).toBe("allow");
    expect(policy.decide(ask("bot", args))).toMatchObject({ effect: "deny" });
    expect(["attribute_missing", "policy_error"]).toContain(policy.decide(ask("bot", args)).reason);
  });
});

describe("a policy whose edges carry everything", () => {
  it("L2: widens nothing: what the task's ceiling lacks stays refused", async () => {
    const rules =
      "p, P, any, *, *, **, *, *, *, true, allow, none\ng, user:alice, any\ng, bot, any\ng3, work/a, work\np2, E, *, *, *, *, *, **, *, allow";
    const tools = { look: READ, save: READ };
    const { ambit } = await house({ model: edgeModel, rules, tools });
    const [look, save] = [noted("look"), noted("save")];
    ambit.tools([look, save]);
    const request = {
      ambit,
      agent: "bot",
      subject: "user:alice",
      purpose: "work",
      goal: "x",
      allow: [{ tool: "look" }],
    };
    const said = await withAuthority(request, async () => [
      await caughtReason(look.invoke({})),
      await caughtReason(save.invoke({})),
    ]);
    expect(said).toEqual(["ran", "tool_not_granted"]);
    expect(save.ran).toEqual([]);
  });
});
