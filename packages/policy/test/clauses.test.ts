import type { PolicyRequest } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { type Clause, loadPolicy, type PolicySource } from "../src/index.ts";
import { AGENT_POLICY } from "./agent-policy.ts";

const REFUND: PolicyRequest = {
  principals: [{ id: "triage-bot" }],
  tool: "crm.refund",
  action: "refund",
  resources: ["crm://orders/7"],
  sensitivity: "confidential",
  intent: "refund-customer",
  depth: 0,
  env: { attempt: 1, branch: "main", hour: 10 },
  args: { amount: 250 },
};

async function clausesOf(
  id: string,
  request: PolicyRequest,
  source: PolicySource = AGENT_POLICY,
): Promise<readonly Clause[]> {
  const snapshot = await loadPolicy(source);
  const place = snapshot.rules.findIndex((rule) => rule.id === id);
  return snapshot.clausesOf(place, request)[0]?.clauses ?? [];
}

function failing(clauses: readonly Clause[]): readonly string[] {
  return clauses.filter(({ holds }) => !holds).map(({ text }) => text);
}

describe("clausesOf", () => {
  it("tells which clauses of a rule hold, with the values of request and rule", async () => {
    const clauses = await clausesOf("A7", REFUND);
    expect(failing(clauses)).toEqual(["when(p.when, r.env, r.args)"]);
    expect(clauses[3]).toMatchObject({
      text: '(p.intent == "*" || g3(r.intent, p.intent))',
      values: [
        { name: "p.intent", value: "resolve" },
        { name: "r.intent", value: "refund-customer" },
      ],
    });
  });

  it("tells the roles that a name holds", async () => {
    const clauses = await clausesOf("A7", REFUND);
    const held = ["triage-bot", "support", "reader", "any"];
    expect(clauses[0]?.roles).toEqual([{ definition: "g", name: "triage-bot", held }]);
    expect(clauses[1]?.roles).toEqual([
      { definition: "g2", name: "crm.refund", held: ["crm.refund", "crm"] },
    ]);
  });

  it("takes a condition apart, with the values of its attributes", async () => {
    const [, , , , , , , when] = await clausesOf("A8", { ...REFUND, args: { amount: 40 } });
    expect(when?.parts).toEqual([
      { text: "args.amount > 100", holds: false, values: [{ name: "args.amount", value: 40 }] },
      { text: "args.amount <= 1000", holds: true, values: [{ name: "args.amount", value: 40 }] },
    ]);
  });

  it("tells what a condition lacks", async () => {
    const [, , , , , , , when] = await clausesOf("A7", { ...REFUND, args: {} });
    const fault = { reason: "attribute_missing", detail: "args.amount" };
    expect(when).toMatchObject({ holds: false, fault, parts: [{ holds: false, values: [], fault }] });
  });

  it("knows what holds for any request", async () => {
    const always = (clauses: readonly Clause[]): readonly boolean[] => clauses.map((clause) => clause.always);
    expect(always(await clausesOf("D5", REFUND))).toEqual([false, true, true, true, true, true, true, false]);
    expect(always(await clausesOf("A1", REFUND)).slice(-3)).toEqual([false, false, true]);
  });

  it("asks for each principal and resource", async () => {
    const snapshot = await loadPolicy(AGENT_POLICY);
    const asked = snapshot.clausesOf(0, {
      ...REFUND,
      principals: [{ id: "alice", roles: ["sre"] }, { id: "bob" }],
      resources: ["crm://orders/7", "crm://orders/8"],
    });
    expect(asked.map(({ principal, resource }) => `${principal} ${resource}`)).toEqual([
      "alice crm://orders/7",
      "alice crm://orders/8",
      "bob crm://orders/7",
      "bob crm://orders/8",
    ]);
    expect(asked[0]?.clauses[0]?.roles?.[0]?.held).toContain("sre");
    expect(() => snapshot.clausesOf(99, REFUND)).toThrow(RangeError);
  });

  it("shows no secret", async () => {
    const clauses = await clausesOf(
      "P",
      { ...REFUND, tool: "login", args: { user: { pin: "4711" }, tan: "12" } },
      {
        model: `[request_definition]
r = sub, tool, env, args
[policy_definition]
p = id, sub, when
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && when(p.when, r.env, r.args)
`,
        rules: `p, P, triage-bot, args.user.pin == '1' && args.tan == '2' && env.hour == 3`,
        tools: {
          login: {
            action: "login",
            effect: "read",
            sensitivity: 1,
            args: { "user.pin": "secret" },
            redact: { tan: "hash" },
          },
        },
      },
    );
    const parts = clauses[1]?.parts ?? [];
    expect(parts.map(({ values }) => values[0]?.value)).toEqual(["▒▒▒", "▒▒▒", 10]);
    expect(JSON.stringify(clauses)).not.toContain("4711");
  });

  it("takes an evaluated rule apart", async () => {
    const clauses = await clausesOf(
      "p:1",
      { ...REFUND, env: { hour: 20 } },
      {
        model: `[request_definition]
r = sub, tool, env, args
[policy_definition]
p = rule, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = eval(p.rule) && r.tool == p.act
`,
        rules: `p, "r.sub == ""triage-bot"" && r.env.hour < 18", crm.refund`,
        tools: { "crm.refund": { action: "refund", effect: "write", sensitivity: 1 } },
      },
    );
    expect(clauses[0]?.parts).toEqual([
      { text: 'r.sub == "triage-bot"', holds: true, values: [{ name: "r.sub", value: "triage-bot" }] },
      { text: "r.env.hour < 18", holds: false, values: [{ name: "env.hour", value: 20 }] },
    ]);
  });
});
