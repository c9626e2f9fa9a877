import type { PolicyAnswer, PolicyRequest } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { Sampler } from "../src/decision/sampler.ts";
import { defaultModel, loadPolicy, type PolicyOptions, type PolicySnapshot } from "../src/index.ts";
import { AGENT_POLICY } from "./agent-policy.ts";

const CALL: PolicyRequest = {
  principals: [{ id: "coder-bot" }],
  tool: "fs.write_file",
  action: "write",
  resources: ["repo://acme/src/a.ts"],
  sensitivity: "internal",
  intent: "fix-bug",
  depth: 1,
  env: { attempt: 1, branch: "feature/x", hour: 10 },
  args: {},
};
const REFUND: PolicyRequest = {
  ...CALL,
  principals: [{ id: "triage-bot" }],
  tool: "crm.refund",
  action: "refund",
  resources: ["crm://orders/7"],
  intent: "refund-customer",
  depth: 0,
  args: { amount: 400 },
};

/** The requests of the agent model, and what is odd about principals, roles, purposes and arguments. */
const REQUESTS: Readonly<Record<string, PolicyRequest>> = {
  write: CALL,
  "write on main": { ...CALL, env: { ...CALL.env, branch: "main" } },
  "fifth attempt": { ...CALL, env: { ...CALL.env, attempt: 5 } },
  "attribute missing": { ...CALL, env: { attempt: 1 } },
  secret: { ...CALL, tool: "fs.read_file", action: "read", resources: ["repo://acme/.secrets/key"] },
  "two resources": { ...CALL, resources: ["repo://acme/src/a.ts", "repo://acme/docs/b.md"] },
  "no canonical path": { ...CALL, resources: ["repo://acme/src/../x"] },
  "refund by approval": REFUND,
  "refund of a text": { ...REFUND, args: { amount: "40" } },
  "refund without amount": { ...REFUND, args: {} },
  "purpose below": { ...REFUND, intent: "resolve/a/b" },
  "purpose beside": { ...REFUND, intent: "resolved" },
  "two principals": { ...CALL, principals: [{ id: "alice" }, { id: "coder-bot" }] },
  "a role for this run": {
    ...CALL,
    principals: [{ id: "visitor", roles: ["engineer"] }, { id: "coder-bot" }],
  },
  "a role of a role": {
    ...REFUND,
    principals: [{ id: "support", roles: ["engineer"] }, { id: "triage-bot" }],
  },
  stranger: { ...CALL, principals: [{ id: "nobody" }] },
  "a name with a comma": { ...CALL, principals: [{ id: "coder-bot,engineer" }] },
};

async function both(source = AGENT_POLICY, options: PolicyOptions = {}): Promise<readonly PolicySnapshot[]> {
  return Promise.all([
    loadPolicy(source, { ...options, engine: "compiled" }),
    loadPolicy(source, { ...options, engine: "casbin" }),
  ]);
}

describe("engine: casbin", () => {
  it.each(Object.entries(REQUESTS))("answers as the compiled one: %s", async (_name, request) => {
    const [compiled, casbin] = (await both()).map((policy) => policy.decide(request));
    expect(casbin).toEqual(compiled);
  });

  it("gives obligations of every matching rule, of which casbin names one", async () => {
    const rules = `
p, R1, bot, *, *, **, *, *, *, true, allow, approve:boss
p, R2, bot, *, *, **, *, *, *, true, allow, alert:ops
p, R3, bot, *, *, **, *, *, *, true, allow, none`;
    const tools = { t: { action: "any", effect: "write", sensitivity: "internal" } };
    const request = { ...CALL, principals: [{ id: "bot" }], tool: "t" };
    for (const override of [false, true]) {
      const model = override ? defaultModel.replace(" && !some(where (p.eft == deny))", "") : defaultModel;
      const [compiled, casbin] = (await both({ model, rules, tools })).map((policy) =>
        policy.decide(request),
      );
      expect(casbin).toEqual(compiled);
      expect(casbin).toMatchObject({
        effect: "ask",
        obligations: [
          { kind: "approve", role: "boss" },
          { kind: "alert", channel: "ops" },
        ],
        matched: [{ id: "R1" }, { id: "R2" }, { id: "R3" }],
        answers: [{ casbinRule: { id: override ? "R1" : "R3" } }],
      });
    }
  });

  it("does not take the answer to one pair of names for that of another with a comma in it", async () => {
    const model = `[request_definition]
r = sub, act
[policy_definition]
p = role, act, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.role) && g(r.act, p.act)
`;
    // casbin itself allows: its memo of g("a,b", "x") answers g("a", "b,x")
    const rules = `p, x, "b,x", allow\ng, "a,b", x`;
    const tools = { t: { action: "a", effect: "read", sensitivity: "public" } };
    const request = { ...CALL, principals: [{ id: "a,b" }], tool: "t", action: "a" };
    for (const policy of await both({ model, rules, tools })) {
      expect(policy.decide(request)).toMatchObject({ effect: "deny", reason: "policy_no_match" });
    }
  });

  it("keeps what was given to a principal for one decision to that decision", async () => {
    const [, casbin] = await both();
    const visitor = (roles: readonly string[]): PolicyAnswer["effect"] | undefined =>
      casbin?.decide({ ...CALL, principals: [{ id: "visitor", roles }] }).effect;
    expect([visitor([]), visitor(["engineer"]), visitor([]), visitor(["support"])]).toEqual([
      "deny",
      "allow",
      "deny",
      "deny",
    ]);
  });

  it("decides aright when a function of the application asks in the middle of a decision", async () => {
    const asked: string[] = [];
    let policy: PolicySnapshot | undefined;
    const probe = {
      arity: 1,
      pure: true,
      call: (id: unknown): boolean => {
        if (id === "bot")
          asked.push(policy?.decide({ ...request, principals: [{ id: "inner" }] }).effect ?? "");
        return true;
      },
    } as const;
    const model = defaultModel.replace("g(r.sub, p.sub) &&", "g(r.sub, p.sub) && probe(r.sub) &&");
    const rules = `
p, R1, staff, *, *, **, *, *, *, true, allow, alert:a
p, R2, bot,   *, *, **, *, *, *, true, allow, alert:b
g, inner, staff`;
    const tools = { t: { action: "any", effect: "read", sensitivity: "internal" } };
    const request = { ...CALL, principals: [{ id: "bot", roles: ["staff"] }], tool: "t" };
    policy = await loadPolicy({ model, rules, tools }, { engine: "casbin", functions: { probe } });
    expect(policy.decide(request)).toMatchObject({ effect: "allow", matched: [{ id: "R1" }, { id: "R2" }] });
    expect(asked).toEqual(["allow", "allow"]);
  });
});

describe("shadow", () => {
  /** Of two engines that ask it in turn, only the `nth` gets true. */
  const fickle = (nth: number, seen: { calls: number }): PolicyOptions["functions"] => ({
    fickle: { arity: 1, pure: true, call: () => ++seen.calls === nth },
  });
  const MODEL = defaultModel.replace("span(r.sens", "fickle(r.sub) && span(r.sens");
  const RULES = "p, R1, coder-bot, fs.write_file, *, **, *, *, *, true, allow, none";

  async function differing(options: PolicyOptions, nth: number): Promise<PolicyAnswer> {
    if (!("tools" in AGENT_POLICY)) throw new Error("the agent policy comes as texts");
    const functions = fickle(nth, { calls: 0 }) ?? {};
    const source = { ...AGENT_POLICY, model: MODEL, rules: RULES };
    return (await loadPolicy(source, { shadow: 1, functions, ...options })).decide(CALL);
  }

  it("finds no difference on the agent policy, whichever engine decides", async () => {
    const seen: unknown[] = [];
    const onDifference = (difference: unknown): void => void seen.push(difference);
    for (const engine of ["compiled", "casbin"] as const) {
      const plain = await loadPolicy(AGENT_POLICY);
      const policy = await loadPolicy(AGENT_POLICY, { engine, shadow: 1, onDifference });
      for (const request of Object.values(REQUESTS))
        expect(policy.decide(request)).toEqual(plain.decide(request));
    }
    expect(seen).toEqual([]);
  });

  it("denies what one engine alone allows, and says what both said", async () => {
    const seen: unknown[] = [];
    const onDifference = (difference: unknown): void => void seen.push(difference);
    const allow = {
      effect: "allow",
      named: "rules.csv:1",
      matched: ["rules.csv:1"],
      obliging: ["rules.csv:1"],
    };
    const deny = { effect: "deny", matched: [], obliging: [] };
    const asked = { principal: "coder-bot", resource: "repo://acme/src/a.ts" };
    const first = await differing({ onDifference }, 1);
    expect(first).toMatchObject({ effect: "deny", reason: "engine_difference", obligations: [] });
    expect(first.difference).toEqual({ ...asked, compiled: allow, casbin: deny });
    const second = await differing({ onDifference }, 2);
    expect(second).toMatchObject({ effect: "deny", reason: "policy_no_match" });
    expect(second.difference).toEqual({ ...asked, compiled: deny, casbin: allow });
    const swapped = await differing({ onDifference, engine: "casbin" }, 1);
    expect(swapped).toMatchObject({ effect: "deny", reason: "engine_difference" });
    expect(swapped.difference).toEqual({ ...asked, compiled: deny, casbin: allow });
    expect(seen).toEqual([first.difference, second.difference, swapped.difference]);
  });

  it("unites the obligations of both where both allow", async () => {
    if (!("tools" in AGENT_POLICY)) throw new Error("the agent policy comes as texts");
    const rules = `${RULES}\np, R2, coder-bot, *, *, **, *, *, *, true, allow, approve:boss`;
    const seen = { calls: 0 };
    // R1 for both, R2 for the second engine alone
    const call = (): boolean => ++seen.calls !== 2;
    const functions = { fickle: { arity: 1, pure: true, call } } as const;
    const policy = await loadPolicy({ ...AGENT_POLICY, model: MODEL, rules }, { shadow: 1, functions });
    const answer = policy.decide(CALL);
    expect(answer).toMatchObject({ effect: "ask", obligations: [{ kind: "approve", role: "boss" }] });
    expect(answer.difference?.compiled.matched).toEqual(["rules.csv:1"]);
    expect(answer.difference?.casbin.matched).toEqual(["rules.csv:1", "rules.csv:2"]);
  });

  it("takes no listener's throw for an answer", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    const answer = await differing(
      {
        onDifference: () => {
          throw new Error("boom");
        },
      },
      1,
    );
    expect(answer).toMatchObject({ effect: "deny", reason: "engine_difference" });
    expect(await warned).toMatchObject({ code: "AMBIT-D307" });
  });

  it("asks the second engine for its share of the decisions only", async () => {
    if (!("tools" in AGENT_POLICY)) throw new Error("the agent policy comes as texts");
    const seen = { calls: 0 };
    const functions = fickle(-1, seen) ?? {};
    const policy = await loadPolicy(
      { ...AGENT_POLICY, model: MODEL, rules: RULES },
      { shadow: 0.25, functions },
    );
    for (let index = 0; index < 400; index++) policy.decide({ ...CALL, tool: "fs.write_file" });
    // a denial also asks the function for its nearest rule, once or twice
    expect(seen.calls).toBeGreaterThanOrEqual(2 * 400 + 98);
    expect(seen.calls).toBeLessThanOrEqual(3 * 400 + 102);
  });

  it.each([0, 0.01, 0.1, 0.5, 1])("samples a share of %s, within every stretch", (share) => {
    const sampler = new Sampler(share);
    const taken = Array.from({ length: 10_000 }, () => sampler.next());
    expect(Math.abs(taken.filter(Boolean).length - 10_000 * share)).toBeLessThanOrEqual(5);
    for (const rhythm of [2, 3, 5, 10, 100]) {
      const ofKind = taken.filter((_, index) => index % rhythm === 0);
      expect(Math.abs(ofKind.filter(Boolean).length - ofKind.length * share)).toBeLessThanOrEqual(6);
    }
  });
});

describe("the options", () => {
  it.each([
    [{ engine: "stock" }, /config_invalid.*option engine, meant compiled or casbin/u],
    [{ engine: "casbn" }, /config_invalid.*option engine, meant casbin/u],
    [{ shadow: 1.5 }, /config_invalid.*option shadow/u],
    [{ shadow: Number.NaN }, /config_invalid.*option shadow/u],
    [{ shadow: "0.1" }, /config_invalid.*option shadow/u],
    [{ onDifference: "log" }, /config_invalid.*option onDifference/u],
  ])("%j is refused", async (options, message) => {
    await expect(loadPolicy(AGENT_POLICY, options as never)).rejects.toThrow(message);
  });
});
