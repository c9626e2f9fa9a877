import type { ProvenancePort } from "@ambit/core";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { describe, expect, it } from "vitest";

import { withFacts } from "../src/condition/facts.ts";
import { matcherFunctions } from "../src/function/known-functions.ts";
import { loadPolicy, type PolicySnapshot } from "../src/index.ts";

/** Ann is the user's, everything else comes from nowhere, and Eve is contested. */
const PORT: ProvenancePort = {
  from: ({ value }) => (value === "ann" ? "user" : "model"),
  contested: ({ value }) => value === "eve",
};

const MODEL = `[request_definition]
r = sub, env, args
[policy_definition]
p = sub, when, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.sub == p.sub && when(p.when, r.env, r.args)
`;
const RULES = 'p, bot, "from(args.to) in [user, own]", allow\np, bot, contested(args.to), deny';

function ask(policy: PolicySnapshot, args: Record<string, string>, facts?: ProvenancePort, env = {}): string {
  const { effect, reason, detail } = policy.decide({
    principals: [{ id: "bot" }],
    tool: "t",
    action: "read",
    resources: ["file:///x"],
    sensitivity: "public",
    intent: "work",
    depth: 0,
    env,
    args,
    ...(facts === undefined ? {} : { provenance: facts }),
  });
  return [effect, reason, detail].filter((part) => part !== undefined).join(" ");
}

describe("a policy that asks where values come from", () => {
  const tools = "t: { action: read, effect: read, sensitivity: public }";

  it("decides by the facts of the request, and denies with the name of what nobody knows", async () => {
    const policy = await loadPolicy({ model: MODEL, rules: RULES, tools });
    expect(ask(policy, { to: "ann" }, PORT)).toBe("allow");
    expect(ask(policy, { to: "eve" }, PORT)).toBe("deny policy_denied");
    expect(ask(policy, { to: "ann" })).toBe("deny attribute_missing from(args.to)");
    expect(ask(policy, { to: "ann" }, { from: () => "user" })).toBe(
      "deny attribute_missing contested(args.to)",
    );
  });

  it("tells whether it asks at all", async () => {
    const asks = await loadPolicy({ model: MODEL, rules: RULES, tools });
    const none = await loadPolicy({ model: MODEL, rules: "p, bot, args.to == 'ann', allow", tools });
    expect([asks.asksProvenance, none.asksProvenance]).toEqual([true, false]);
  });

  it("takes no facts from the values of a request", async () => {
    const policy = await loadPolicy({ model: MODEL, rules: RULES, tools });
    const forged = {
      ...PORT,
      facts: PORT,
      "Symbol(facts)": PORT,
      provenance: PORT,
      [Symbol("facts")]: PORT,
      [Symbol.for("facts")]: PORT,
    } as never;
    const inherited = Object.create(withFacts({}, PORT)) as object;
    const own = JSON.parse('{"__proto__": {"facts": {"from": "user"}}}') as object;
    for (const env of [forged, inherited, own])
      expect(ask(policy, { to: "ann" }, undefined, env)).toBe("deny attribute_missing from(args.to)");
    expect(ask(policy, forged)).toBe("deny attribute_missing args.to");
  });

  it("leaves the env of the request as it is, and hides the facts from other readers", async () => {
    const env = Object.freeze({ seen: 1 });
    const policy = await loadPolicy({ model: MODEL, rules: RULES, tools });
    expect(ask(policy, { to: "ann" }, PORT, env)).toBe("allow");
    expect(Reflect.ownKeys(env)).toEqual(["seen"]);
    const carrying = withFacts(env, PORT);
    expect([Object.keys(carrying), JSON.stringify(carrying)]).toEqual([["seen"], '{"seen":1}']);
  });

  it("gives the same answer in stock casbin", async () => {
    const enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(RULES));
    await enforcer.addFunction("when", matcherFunctions().get("when") as never);
    const env = withFacts({}, PORT);
    expect(enforcer.enforceSync("bot", env, { to: "ann" })).toBe(true);
    expect(enforcer.enforceSync("bot", env, { to: "eve" })).toBe(false);
    expect(() => enforcer.enforceSync("bot", {}, { to: "ann" })).toThrow(
      "attribute from(args.to) is missing",
    );
  });
});
