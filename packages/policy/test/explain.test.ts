import type { PolicyRequest } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { defaultModel, explainCall, loadPolicy, type PolicySource } from "../src/index.ts";
import { AGENT_POLICY } from "./agent-policy.ts";
import { editedCall, editedRules } from "./edited-policy.ts";

const REQUEST: PolicyRequest = {
  principals: [{ id: "bot" }],
  tool: "pay",
  action: "write",
  resources: ["crm://a/1"],
  sensitivity: "internal",
  intent: "help",
  depth: 0,
  env: { attempt: 1, branch: false, hour: 20, subject: { team: "eu" } },
  args: { amount: 250, kind: "b" },
};
const TOOLS = { pay: { action: "write", effect: "write", sensitivity: 1 } };

function model(matcher: string, { columns = "id, sub, act", effect = "", roles = "" } = {}): string {
  return `[request_definition]
r = sub, tool, act, res, sens, depth, intent, env, args, dom
[policy_definition]
p = ${columns}, eft
${roles === "" ? "" : `[role_definition]\n${roles}\n`}[policy_effect]
e = ${effect === "" ? "some(where (p.eft == allow)) && !some(where (p.eft == deny))" : effect}
[matchers]
m = ${matcher}
`;
}

/** The texts of the changes, each of which was made by hand and decided by a fresh snapshot. */
async function changesOf(
  source: { readonly model: string; readonly rules: string },
  request: PolicyRequest = REQUEST,
  limit = 6,
): Promise<readonly string[]> {
  const asked = { tenant: "acme", ...request };
  const snapshot = await loadPolicy({ ...source, tools: TOOLS });
  const { answer, changes } = snapshot.explain(asked, { limit });
  expect(answer.effect).toBe("deny");
  for (const change of changes) {
    const edited = await loadPolicy({ ...source, rules: editedRules(source.rules, change), tools: TOOLS });
    expect(edited.decide(editedCall(asked, change)).effect).toBe("allow");
  }
  return changes.map(({ edits }) => edits.map(({ text }) => text).join(" AND "));
}

const agent = async (rules: string, request: PolicyRequest = REQUEST): Promise<readonly string[]> =>
  changesOf({ model: defaultModel, rules }, request);

describe("the smallest change", () => {
  it.each<[string, string, string]>([
    ["a bound", "args.amount <= 100", "args.amount <= 250"],
    ["an open bound", "args.amount < 100", "args.amount <= 250"],
    ["a lower bound", "args.amount >= 300", "args.amount >= 250"],
    ["a bound written the other way round", "300 < args.amount", "args.amount >= 250"],
    ["a list", "args.kind in ['a', 'c']", "args.kind in ['a', 'c', 'b']"],
    ["one text", "args.kind == 'a'", "args.kind in ['a', 'b']"],
    ["one operand of several", "args.amount <= 100 && env.hour >= 8", "args.amount <= 250 && env.hour >= 8"],
    ["an operand that has no wider form", "args.kind != 'b' && env.hour >= 8", "env.hour >= 8"],
    ["a condition that has no wider form", "has(args.note)", "true"],
  ])("widens %s of a condition", async (_what, from, to) => {
    const changes = await agent(`p, A, bot, pay, write, crm://a/*, 0..2, help, *, "${from}", allow, none`);
    expect(changes).toContain(`rules.csv:1  when: ${from} → ${to}`);
  });

  it.each<[string, string]>([
    ["args.amount <= 100", "call with args.amount 100 instead of 250"],
    ["args.amount < 100", "call with args.amount 99 instead of 250"],
    ["args.amount > 300", "call with args.amount 301 instead of 250"],
    ["args.amount >= -5 && args.amount <= -1", "call with args.amount -1 instead of 250"],
    ["env.branch", "call with env.branch true instead of false"],
    ["!subject.lead", "call with subject.lead false"],
    ["args.kind in ['a', 'c']", 'call with args.kind "a" instead of "b"'],
    ["subject.team == 'us'", 'call with subject.team "us" instead of "eu"'],
    ["args.urgent == true", "call with args.urgent true"],
  ])("is another call for %s", async (condition, text) => {
    const [first] = await changesOfCondition(condition);
    expect(first).toBe(text);
  });

  async function changesOfCondition(condition: string): Promise<readonly string[]> {
    const rules = `p, A, bot, pay, write, crm://a/*, 0..2, help, *, "${condition}", allow, none`;
    const snapshot = await loadPolicy({ model: defaultModel, rules, tools: TOOLS });
    return snapshot.explain(REQUEST).changes.map(({ edits }) => edits.map(({ text }) => text).join(" AND "));
  }

  it("widens spans, by name where they are named, and patterns to what both share", async () => {
    const row = (res: string, sens: string, depth: string): string =>
      `p, A, bot, pay, write, ${res}, ${sens}, help, ${depth}, true, allow, none`;
    expect(await agent(row("crm://a/*", "0..0", "*"))).toContain("rules.csv:1  sens: 0..0 → 0..1");
    expect(await agent(row("crm://a/*", "confidential..restricted", "*"))).toContain(
      "rules.csv:1  sens: confidential..restricted → internal..restricted",
    );
    expect(await agent(row("crm://a/*", "*", "1.."))).toEqual(
      expect.arrayContaining(["call with depth 1 instead of 0", "rules.csv:1  depth: 1.. → *"]),
    );
    const other = { ...REQUEST, resources: ["crm://a/b/1"] };
    expect(await agent(row("crm://a/*", "*", "*"), other)).toContain(
      "rules.csv:1  res: crm://a/* → crm://a/**",
    );
  });

  it("copies a rule rather than take from it what it allows, under an id of its own", async () => {
    const row =
      "p, A, bot, pay, read, crm://b/*, *, help, *, true, allow, none\np, A-2, x, y, z, **, *, help, *, true, allow, none";
    const [first] = await agent(row);
    expect(first).toBe(
      "add after rules.csv:1  p, A-3, bot, pay, write, crm://a/1, *, help, *, true, allow, none",
    );
  });

  it("is a role, or a purpose that the rule knows", async () => {
    const rules = "p, A, staff, pay, *, **, *, support, *, true, allow, none\ng, bot, staff";
    expect(await agent(rules)).toEqual(
      expect.arrayContaining(['call with purpose "support" instead of "help"', "add  g3, help, support"]),
    );
  });

  it("breaks the deny rule that matched: by the call, by a narrower rule, or without it", async () => {
    const allow = "p, A, bot, pay, write, **, *, help, *, true, allow, none\n";
    const request = { ...REQUEST, env: { ...REQUEST.env, attempt: 5 } };
    const denied = async (rule: string): Promise<readonly string[]> => agent(allow + rule, request);
    expect(await denied("p, D, bot, *, *, **, *, *, *, env.attempt >= 5, deny, none")).toEqual([
      "call with env.attempt 4 instead of 5",
      "rules.csv:2  when: env.attempt >= 5 → env.attempt > 5",
      "remove rules.csv:2  p, D, bot, *, *, **, *, *, *, env.attempt >= 5, deny, none",
    ]);
    expect(await denied("p, D, bot, *, *, **, 1.., *, *, true, deny, none")).toContain(
      "rules.csv:2  sens: 1.. → 2..",
    );
    expect(await denied("p, D, bot, *, *, **, *, *, 0..1, true, deny, none")).toEqual(
      expect.arrayContaining(["call with depth 2 instead of 0", "rules.csv:2  depth: 0..1 → 1"]),
    );
    expect(
      await denied(
        "p, D, bot, *, *, **, *, *, *, \"args.kind in ['b', 'x'] && env.attempt > 1\", deny, none",
      ),
    ).toEqual(
      expect.arrayContaining([
        "rules.csv:2  when: args.kind in ['b', 'x'] && env.attempt > 1 → args.kind in ['x'] && env.attempt > 1",
      ]),
    );
  });

  it("is two changes where none alone is enough, for each principal of the chain", async () => {
    const rules =
      "p, A, staff, pay, write, crm://a/*, 0..2, help, *, true, allow, none\np, B, lead, pay, write, crm://a/*, 0..2, help, *, true, allow, none";
    const changes = await agent(rules, { ...REQUEST, principals: [{ id: "ann" }, { id: "bot" }] });
    expect(changes[0]?.split(" AND ")).toHaveLength(2);
  });

  it("works for any matcher: equality, casbin's functions, evaluated rules, attributes, tenants, wildcards", async () => {
    const eq = await changesOf({
      model: model("r.sub == p.sub && r.act == p.act"),
      rules: "p, A, bot, read, allow",
    });
    expect(eq).toContain("add after rules.csv:1  p, A-2, bot, write, allow");
    const star = await changesOf({
      model: model('r.sub == p.sub && (p.act == "*" || r.act == p.act)'),
      rules: "p, A, bot, read, allow",
    });
    expect(star).toContain("rules.csv:1  act: read → *");
    const key = await changesOf({
      model: model("r.sub == p.sub && keyMatch(r.res, p.act)"),
      rules: "p, A, bot, crm://b/*, allow",
    });
    expect(key).toContain("add after rules.csv:1  p, A-2, bot, crm://a/1, allow");
    const evaluated = await changesOf({
      model: model("r.sub == p.sub && eval(p.act)"),
      rules: "p, A, bot, r.env.hour < 18, allow",
    });
    expect(evaluated).toEqual([
      "call with env.hour 17 instead of 20",
      "rules.csv:1  act: r.env.hour < 18 → r.env.hour <= 20",
    ]);
    const attribute = await changesOf({
      model: model("r.sub == p.sub && r.env.hour < 18 && r.tool == p.act"),
      rules: "p, A, bot, pay, allow",
    });
    expect(attribute).toEqual(["call with env.hour 17 instead of 20"]);
    const tenants = await changesOf({
      model: model("g(r.sub, p.sub, r.dom) && r.tool == p.act", { roles: "g = _, _, _" }),
      rules: "p, A, staff, pay, allow\ng, bot, staff, other",
    });
    expect(tenants).toContain("add  g, bot, staff, acme");
  });

  it("works under a priority effect, and where nothing can be done says nothing", async () => {
    const priority = await changesOf({
      model: model("r.sub == p.sub && r.tool == p.act", { effect: "priority(p.eft) || deny" }),
      rules: "p, D, bot, pay, deny\np, A, bot, pay, allow",
    });
    expect(priority).toEqual(["remove rules.csv:1  p, D, bot, pay, deny"]);
    const rules = "p, D, other, pay, deny";
    expect(await changesOf({ model: model("r.sub == p.sub && r.tool == p.act"), rules })).toEqual([]);
  });

  it("shows at least one change of the call and one of the policy where there are both", async () => {
    const rules = ["100", "110", "120", "130"]
      .map(
        (bound, index) =>
          `p, A${index}, bot, pay, write, **, *, help, *, args.amount <= ${bound}, allow, none`,
      )
      .join("\n");
    const changes = await changesOf({ model: defaultModel, rules }, REQUEST, 3);
    expect(changes).toHaveLength(3);
    expect(changes.filter((text) => text.startsWith("call"))).toHaveLength(2);
    expect(await changesOf({ model: defaultModel, rules }, REQUEST, 1)).toHaveLength(1);
  });
});

describe("explain", () => {
  it("looks for no change when told so, and asks nothing of a request that is refused", async () => {
    const snapshot = await loadPolicy(AGENT_POLICY);
    const request = { ...REQUEST, tool: "crm.refund" };
    expect(snapshot.explain(request, { changes: false })).toMatchObject({
      answer: { effect: "deny" },
      changes: [],
    });
    expect(snapshot.explain(request, { limit: 0 }).questions[0]?.nearest).toHaveLength(1);
    const unknown = snapshot.explain({ ...request, tool: "rm" });
    expect(unknown).toMatchObject({ answer: { reason: "tool_unknown" }, questions: [], changes: [] });
    expect(snapshot.explain({ ...request, principals: [] })).toMatchObject({
      answer: { reason: "policy_error" },
      questions: [],
    });
  });

  it("is plain data", async () => {
    const snapshot = await loadPolicy(AGENT_POLICY);
    const explanation = snapshot.explain({ ...REQUEST, tool: "crm.refund" });
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });

  it("masks a secret in the change of a call", async () => {
    const tools = { pay: { ...TOOLS.pay, redact: { kind: "mask" } } };
    const rules = "p, A, bot, pay, write, **, *, help, *, args.kind == 'a', allow, none";
    const snapshot = await loadPolicy({ model: defaultModel, rules, tools });
    const { changes } = snapshot.explain(REQUEST);
    expect(changes[0]?.edits).toEqual([
      {
        kind: "call",
        at: "args.kind",
        from: "▒▒▒",
        to: "a",
        text: 'call with args.kind "a" instead of "▒▒▒"',
      },
    ]);
  });
});

describe("explainCall", () => {
  const call = {
    subject: "bob",
    actor: "triage-bot",
    tool: "crm.refund",
    args: { amount: 40 },
    purpose: "resolve",
  };
  const source: PolicySource = AGENT_POLICY;

  it("says what policy and grant say together, and what the policy alone says", async () => {
    const snapshot = await loadPolicy(source);
    const spec = { ...call, action: "refund", resource: "crm://orders/7" };
    const alone = explainCall({ snapshot, call: spec, now: 0 });
    expect(alone).toMatchObject({ effect: "allow", links: [], opens: { effect: "allow" } });
    const grant = [{}, { sensitivity: "public", tools: ["crm.refund"] }];
    const both = explainCall({ snapshot, call: { ...spec, grant }, now: 0 });
    expect(both).toMatchObject({
      effect: "deny",
      reason: "sensitivity_exceeded",
      policy: { answer: { effect: "allow" } },
      links: [
        { link: "link 1", edge: "open" },
        { edge: "delegate", refusal: { reason: "sensitivity_exceeded", what: "public" } },
      ],
    });
    expect(both.links[0]).not.toHaveProperty("refusal");
    expect(both.links[1]?.removed).toContain("sensitivity ≤ public");
    const { links } = explainCall({ snapshot, call: { ...spec, grant }, grant: { links: [GRANT] }, now: 5 });
    expect(links.map(({ refusal }) => refusal?.reason)).toEqual(["grant_expired"]);
  });

  it("needs no actor, and no clock of its own", async () => {
    const snapshot = await loadPolicy(source);
    const { actor: _, ...spec } = call;
    const told = explainCall({ snapshot, call: spec });
    expect(told).not.toHaveProperty("opens");
    expect(told.call.env["hour"]).toBe(new Date().getUTCHours());
  });
});

const GRANT = {
  id: "g1",
  edge: "open",
  scope: { tools: "any", sensitivity: "restricted", budget: {}, expiresAt: 5, depth: 1, purpose: "resolve" },
} as const;
