import { loadPolicy } from "@ambit/policy";
import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { TOOLS, model } from "./setting/rules.ts";

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

attack(
  {
    wants: "a limit that does not see the value which it should limit",
    expected: ["attribute_missing", "policy_error"],
  },
  () => {
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
  },
);
