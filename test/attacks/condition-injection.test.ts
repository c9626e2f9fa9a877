import { lintPolicy } from "@ambit/policy";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { TOOLS, model } from "./setting/rules.ts";

async function stock(matcher: string, rules: string): Promise<(...values: readonly unknown[]) => boolean> {
  const enforcer = await newEnforcer(newModelFromString(model(matcher)), new StringAdapter(rules));
  return (...values) => enforcer.enforceSync(...values);
}
const fatal = async (matcher: string, rules: string): Promise<readonly string[]> =>
  (await lintPolicy({ model: model(matcher), rules, tools: TOOLS }))
    .filter(({ severity }) => severity === "fatal")
    .map(({ reason, text }) => `${reason} ${text}`);

attack({ wants: "code, or a free pass, in the condition of one rule", expected: "condition_invalid" }, () => {
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
