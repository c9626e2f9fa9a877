import { describe, expect, it, vi } from "vitest";

import { loadPolicy, type PolicyFunction, type PolicyOptions, type PolicySnapshot } from "../src/index.ts";
import { asked } from "./asked.ts";

const MODEL = `[request_definition]
r = sub, res
[policy_definition]
p = sub, res, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = isStaff(r.sub, p.sub) && glob(r.res, p.res)
`;

const load = (functions: PolicyOptions["functions"]): Promise<PolicySnapshot> =>
  loadPolicy(
    {
      model: MODEL,
      rules: "p, staff, **, allow",
      tools: "t: { action: read, effect: read, sensitivity: public }",
    },
    functions === undefined ? {} : { functions },
  );

const staff = (call: PolicyFunction["call"]): NonNullable<PolicyOptions["functions"]> => ({
  isStaff: { arity: 2, pure: true, call },
});

const ask = (policy: PolicySnapshot): string => asked(policy, { principals: [{ id: "ann" }] });

describe("functions of the application", () => {
  it("are called with the values of request and rule", async () => {
    const call = vi.fn<PolicyFunction["call"]>((sub, group) => sub === "ann" && group === "staff");
    expect(ask(await load(staff(call)))).toBe("allow");
    expect(call).toHaveBeenCalledWith("ann", "staff");
    expect(ask(await load(staff(() => false)))).toBe("deny policy_no_match");
  });

  it("deny when they throw or give anything but true and false", async () => {
    const nothing = "deny policy_error function isStaff gave neither true nor false";
    const promise = staff((() => Promise.resolve(false)) as unknown as PolicyFunction["call"]);
    expect(ask(await load(promise))).toBe(nothing);
    expect(ask(await load(staff((() => 1) as unknown as PolicyFunction["call"])))).toBe(nothing);
    expect(ask(await load(staff((() => undefined) as unknown as PolicyFunction["call"])))).toBe(nothing);
    const thrown = staff(() => {
      throw new Error("no directory");
    });
    expect(ask(await load(thrown))).toBe("deny policy_error no directory");
  });

  it("are unknown unless they are given", async () => {
    await expect(load(undefined)).rejects.toMatchObject({ reason: "function_unknown" });
    await expect(load({ isStaf: { arity: 2, pure: true, call: () => true } })).rejects.toThrow(
      /did you mean "isStaf"/u,
    );
  });

  it("take as many values as they say", async () => {
    await expect(load({ isStaff: { arity: 1, pure: true, call: () => true } })).rejects.toMatchObject({
      reason: "model_invalid",
    });
  });

  it.each<[string, string, unknown]>([
    ["async", "isStaff", { arity: 2, pure: true, call: async () => true }],
    ["a generator", "isStaff", { arity: 2, pure: true, call: function* () {} }],
    ["not declared pure", "isStaff", { arity: 2, call: () => true }],
    ["without arity", "isStaff", { pure: true, call: () => true }],
    ["no function", "isStaff", { arity: 2, pure: true, call: "x" }],
    ["nothing", "isStaff", null],
    ["named like a token", "r_sub", { arity: 2, pure: true, call: () => true }],
    ["named like a role definition", "g2", { arity: 2, pure: true, call: () => true }],
    ["named like a built-in one", "keyMatch", { arity: 2, pure: true, call: () => true }],
    ["named like a condition", "when", { arity: 3, pure: true, call: () => true }],
    ["named like a member of every object", "toString", { arity: 0, pure: true, call: () => true }],
    ["named eval", "eval", { arity: 1, pure: true, call: () => true }],
  ])("are refused when %s", async (_what, name, given) => {
    const functions = { [name]: given } as NonNullable<PolicyOptions["functions"]>;
    await expect(load(functions)).rejects.toMatchObject({
      reason: "config_invalid",
      facts: { option: `functions.${name}` },
    });
  });
});
