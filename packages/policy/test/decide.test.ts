import { type JsonObject, printObligation, type PolicyRequest } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { loadPolicy, type PolicySnapshot } from "../src/index.ts";

const TOOLS =
  "{ t: { action: read, effect: read, sensitivity: public }, u: { action: read, effect: read, sensitivity: public } }";
const ALLOW_OVERRIDE = "some(where (p.eft == allow))";
const DENY_OVERRIDE = `${ALLOW_OVERRIDE} && !some(where (p.eft == deny))`;
const PRIORITY = "priority(p.eft) || deny";

const MODEL = `[request_definition]
r = sub, tool, env, args
[policy_definition]
p = id, sub, tool, when, eft, obl
[role_definition]
g = _, _
[policy_effect]
e = ${DENY_OVERRIDE}
[matchers]
m = g(r.sub, p.sub) && (p.tool == "*" || r.tool == p.tool) && when(p.when, r.env, r.args)
`;

async function policy(
  rules: string,
  effect: string = DENY_OVERRIDE,
  model: string = MODEL,
): Promise<PolicySnapshot> {
  return loadPolicy({ model: model.replace(DENY_OVERRIDE, effect), rules, tools: TOOLS });
}

function request(parts: Partial<PolicyRequest> & { sub?: string } = {}): PolicyRequest {
  const { sub = "a", ...rest } = parts;
  return {
    principals: [{ id: sub }],
    tool: "t",
    action: "read",
    resources: ["tool:t"],
    sensitivity: "public",
    intent: "support",
    depth: 0,
    env: {},
    args: {},
    ...rest,
  };
}

describe("what is united", () => {
  const rules =
    "p, X1, a, t, true, allow, approve:sre + redact:card\np, X2, a, *, true, allow, log:full + redact:card";

  it("collects all matching rules and unites their obligations, whichever casbin names", async () => {
    for (const effect of [DENY_OVERRIDE, ALLOW_OVERRIDE]) {
      const answer = (await policy(rules, effect)).decide(request());
      expect(answer.effect).toBe("ask");
      expect(answer.matched.map((rule) => rule.id)).toEqual(["X1", "X2"]);
      expect(answer.obligations.map(printObligation)).toEqual(["approve:sre", "redact:card", "log:full"]);
    }
    const overridden = (await policy(rules, ALLOW_OVERRIDE)).decide(request());
    expect(overridden.answers[0]?.casbinRule?.id).toBe("X1");
    expect((await policy(rules)).decide(request()).answers[0]?.casbinRule?.id).toBe("X2");
  });

  it("takes the obligations of the deciding rule alone under a priority effect", async () => {
    const swapped = rules.split("\n").toReversed().join("\n");
    const answer = (await policy(swapped, PRIORITY)).decide(request());
    expect(answer.effect).toBe("allow");
    expect(answer.matched.map((rule) => rule.id)).toEqual(["X2"]);
    expect(answer.obligations.map(printObligation)).toEqual(["log:full", "redact:card"]);
    expect((await policy(rules, PRIORITY)).decide(request()).effect).toBe("ask");
  });

  it("orders a priority column by number, as casbin does when it loads", async () => {
    const model = MODEL.replace("p = id,", "p = id, priority,");
    const ordered = await policy(
      "p, LOW, 10, a, *, true, allow, none\np, HIGH, 9, a, *, true, deny, none",
      PRIORITY,
      model,
    );
    expect(ordered.decide(request())).toMatchObject({ effect: "deny", reason: "policy_denied" });
  });

  it("owes nothing when a principal is denied", async () => {
    const snapshot = await policy(rules);
    const answer = snapshot.decide(request({ principals: [{ id: "a" }, { id: "b" }] }));
    expect(answer).toMatchObject({ effect: "deny", reason: "policy_no_match", obligations: [] });
  });

  it("puts ask above allow over resources and principals", async () => {
    const snapshot = await policy(`${rules}\np, X3, b, *, true, allow, none`);
    const answer = snapshot.decide(request({ principals: [{ id: "b" }, { id: "a" }] }));
    expect(answer.answers.map((one) => one.effect)).toEqual(["allow", "ask"]);
    expect(answer.effect).toBe("ask");
  });
});

describe("closed (L4)", () => {
  it("denies an unknown tool", async () => {
    const snapshot = await policy("p, X, a, *, true, allow, none");
    expect(snapshot.decide(request({ tool: "nope" }))).toMatchObject({
      effect: "deny",
      reason: "tool_unknown",
    });
    expect(snapshot.decide(request({ tool: "__proto__" }))).toMatchObject({
      effect: "deny",
      reason: "tool_unknown",
    });
    expect(snapshot.manifest("nope")).toBeUndefined();
    expect(snapshot.manifest("constructor")).toBeUndefined();
  });

  it("denies a sensitivity outside the lattice, whatever the rules say", async () => {
    const snapshot = await policy("p, X, a, *, true, allow, none");
    const answer = snapshot.decide(request({ sensitivity: "secret" as "restricted" }));
    expect(answer).toMatchObject({ effect: "deny", reason: "policy_error" });
  });

  it("denies a missing attribute by its name, and a wrong type without the value", async () => {
    const snapshot = await policy('p, X, a, *, "args.amount < 5", allow, none');
    expect(snapshot.decide(request())).toMatchObject({ reason: "attribute_missing", detail: "args.amount" });
    const wrong = snapshot.decide(request({ args: { amount: "secret-4711" } }));
    expect(wrong).toMatchObject({ effect: "deny", reason: "policy_error" });
    expect(JSON.stringify(wrong)).not.toContain("4711");
    const inherited = Object.create({ amount: 1 }) as JsonObject;
    expect(snapshot.decide(request({ args: inherited })).reason).toBe("attribute_missing");
  });

  it("denies when any rule throws, before or behind the one that allows", async () => {
    const allow = "p, OK, a, *, true, allow, none";
    const throwing = "p, BAD, a, *, args.x == 1, allow, approve:sre";
    for (const effect of [ALLOW_OVERRIDE, DENY_OVERRIDE]) {
      for (const rules of [
        [allow, throwing],
        [throwing, allow],
      ]) {
        const answer = (await policy(rules.join("\n"), effect)).decide(request());
        expect(answer).toMatchObject({ effect: "deny", reason: "attribute_missing", detail: "args.x" });
      }
    }
    const behind = (await policy(`${allow}\n${throwing}`, PRIORITY)).decide(request());
    expect(behind.effect).toBe("allow");
  });

  it("never allows by a matcher that is no boolean", async () => {
    const model = `[request_definition]
r = sub, depth
[policy_definition]
p = sub, eft
[policy_effect]
e = ${PRIORITY}
[matchers]
m = r.depth * 1 + 0 && p.sub == r.sub
`;
    const snapshot = await loadPolicy({ model, rules: "p, zz, allow\np, a, allow", tools: TOOLS });
    expect(snapshot.decide(request({ depth: Number.NaN })).effect).toBe("deny");
    expect(snapshot.decide(request({ depth: 0 })).effect).toBe("deny");
    expect(snapshot.decide(request({ depth: 3 })).effect).toBe("allow");
  });

  it("says which rule denied, and that none matched", async () => {
    const snapshot = await policy("p, X, a, *, true, allow, none\np, D, a, u, true, deny, none");
    const denied = snapshot.decide(request({ tool: "u" }));
    expect(denied).toMatchObject({ reason: "policy_denied", obligations: [] });
    expect(denied.answers[0]?.casbinRule).toMatchObject({ id: "D", at: "rules.csv:2", effect: "deny" });
    expect(denied.nearest).toBeUndefined();
    expect(snapshot.decide(request({ sub: "b" })).reason).toBe("policy_no_match");
  });
});

describe("tenants", () => {
  const model = `[request_definition]
r = sub, dom, tool
[policy_definition]
p = sub, dom, tool, eft
[role_definition]
g = _, _, _
[policy_effect]
e = ${DENY_OVERRIDE}
[matchers]
m = g(r.sub, p.sub, r.dom) && r.dom == p.dom && r.tool == p.tool
`;
  const rules = "p, admin, acme, t, allow\np, admin, globex, t, allow\ng, ann, admin, acme";

  it("keeps the roles of one tenant from another", async () => {
    const snapshot = await loadPolicy({ model, rules, tools: TOOLS });
    const ask = (tenant: string, roles?: string[]): string =>
      snapshot.decide(request({ tenant, principals: [{ id: "ann", ...(roles ? { roles } : {}) }] })).effect;
    expect(ask("acme")).toBe("allow");
    expect(ask("globex")).toBe("deny");
    expect(ask("globex", ["admin"])).toBe("allow");
    expect(ask("acme", ["other"])).toBe("allow");
    expect(snapshot.decide(request({ sub: "ann" }))).toMatchObject({
      reason: "attribute_missing",
      detail: "tenant",
    });
    const open = { subject: { id: "ann" }, actor: { id: "ann" }, purpose: "support" };
    expect(snapshot.open({ ...open, tenant: "acme" }).effect).toBe("allow");
    expect(snapshot.open({ ...open, tenant: "globex" }).reason).toBe("open_denied");
    expect(snapshot.open(open).reason).toBe("attribute_missing");
  });
});

describe("the nearest rule", () => {
  it("is the one with the most clauses that hold, clause by clause", async () => {
    const snapshot = await policy(
      'p, FAR, b, u, true, allow, none\np, NEAR, a, t, "args.n < 5", allow, none',
    );
    const answer = snapshot.decide(request({ args: { n: 9 } }));
    expect(answer.reason).toBe("policy_no_match");
    expect(answer.nearest).toMatchObject({ principal: "a", rule: { id: "NEAR", at: "rules.csv:2" } });
    expect(answer.nearest?.clauses).toEqual([
      { text: "g(r.sub, p.sub)", holds: true },
      { text: '(p.tool == "*" || r.tool == p.tool)', holds: true },
      { text: "when(p.when, r.env, r.args)", holds: false },
    ]);
  });

  it("takes a matcher that cannot be split as one clause", async () => {
    const model = MODEL.replace(/^m = (.*)$/mu, 'm = $1 || (r.sub == "root" && p.id == "FAR")');
    const snapshot = await policy("p, FAR, b, u, true, allow, none", DENY_OVERRIDE, model);
    expect(snapshot.decide(request()).nearest?.clauses).toHaveLength(1);
    expect(snapshot.decide(request({ sub: "root" })).effect).toBe("allow");
  });
});
