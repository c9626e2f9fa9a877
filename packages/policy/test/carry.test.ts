import type { CarryRequest, PolicyAnswer } from "@ambit/core";
import { newEnforceContext, newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { describe, expect, it } from "vitest";

import { defaultModel, edgeModel, lintPolicy, loadPolicy, type PolicySnapshot } from "../src/index.ts";
import { matcherFunctions } from "../src/function/known-functions.ts";

const TOOLS = `
crm.read: { action: read, effect: read, sensitivity: internal }
crm.erase: { action: erase, effect: write, sensitivity: confidential }
`;
const CALLS =
  "p, A, any, *, *, **, *, *, *, true, allow, none\ng, user:ann, any\ng, lead, any\ng, clerk, any";
const EDGES = `
p2, E1, open,     user:ann, lead,  *,        *,     **, *,    allow
p2, E2, delegate, lead,     clerk, crm,      read,  **, 0..2, allow
p2, E3, *,        *,        *,     *,        *,     crm://secret/**, *, deny
g2, crm.read, crm
g2, crm.erase, crm
`;

const load = (edges = EDGES, model = edgeModel): Promise<PolicySnapshot> =>
  loadPolicy({ model, rules: `${CALLS}\n${edges}`, tools: TOOLS });

const READ = {
  edge: "delegate",
  from: { id: "lead" },
  to: { id: "clerk" },
  intent: "work",
  tool: "crm.read",
  action: "read",
  resources: ["crm://a/1"],
  sensitivity: "internal",
} as const satisfies CarryRequest;

function ask(policy: PolicySnapshot, changes: Partial<CarryRequest> = {}): PolicyAnswer {
  if (policy.carry === undefined) throw new Error("the policy has no rules for edges");
  return policy.carry({ ...READ, ...changes });
}

const effects = (answer: PolicyAnswer): readonly string[] => answer.answers.map(({ effect }) => effect);

describe("rules for edges", () => {
  it("carry what a p2 row lets through, from whom to whom", async () => {
    const policy = await load();
    expect(ask(policy)).toMatchObject({ effect: "allow", matched: [{ id: "E2", at: "rules.csv:7" }] });
    expect(ask(policy, { edge: "handoff" })).toMatchObject({ effect: "deny", reason: "edge_denied" });
    expect(ask(policy, { to: { id: "stranger" } })).toMatchObject({ reason: "edge_denied" });
    expect(ask(policy, { from: { id: "clerk" } })).toMatchObject({ reason: "edge_denied" });
    expect(ask(policy, { tool: "crm.erase", action: "erase" })).toMatchObject({ reason: "edge_denied" });
    expect(ask(policy, { sensitivity: "restricted" })).toMatchObject({ reason: "edge_denied" });
  });

  it("carry a call only if they carry each of its resources", async () => {
    const policy = await load();
    const answer = ask(policy, { resources: ["crm://a/1", "crm://secret/1"] });
    expect(answer).toMatchObject({ effect: "deny", reason: "edge_denied" });
    expect(effects(answer)).toEqual(["allow", "deny"]);
    expect(answer.matched.map(({ id }) => id)).toEqual(["E2", "E3"]);
    expect(ask(policy, { resources: [] })).toMatchObject({ effect: "deny", reason: "edge_denied" });
  });

  it("name the rule that came closest", async () => {
    const { nearest } = ask(await load(), { action: "erase" });
    expect(nearest?.rule.id).toBe("E2");
    expect(nearest?.clauses.filter(({ holds }) => !holds).map(({ text }) => text)).toEqual([
      '(p2.act == "*" || r2.act == p2.act)',
    ]);
  });

  it("say without a resource what an edge could carry at all", async () => {
    const policy = await load();
    const { edge, from, to, intent } = READ;
    const asked = { edge, from, to, intent };
    expect(policy.carry?.(asked).effect).toBe("allow");
    expect(policy.carry?.({ ...asked, tool: "crm.erase" }).effect).toBe("allow"); // E2 is for the toolset
    expect(policy.carry?.({ ...asked, tool: "mail.send" })).toMatchObject({ reason: "edge_denied" });
    expect(policy.carry?.({ ...asked, edge: "retry" })).toMatchObject({ reason: "edge_denied" });
  });

  it("see the roles that a subject has in this run only", async () => {
    const policy = await load("p2, E1, open, boss, lead, *, *, **, *, allow");
    const open = { edge: "open", from: { id: "user:eve" }, to: { id: "lead" } } as const;
    expect(ask(policy, open)).toMatchObject({ reason: "edge_denied" });
    expect(ask(policy, { ...open, from: { id: "user:eve", roles: ["boss"] } }).effect).toBe("allow");
  });

  it("decide opening as well", async () => {
    const policy = await load();
    const open = { subject: { id: "user:ann" }, actor: { id: "lead" }, purpose: "work" };
    expect(policy.open(open).effect).toBe("allow");
    expect(policy.open({ ...open, actor: { id: "clerk" } })).toMatchObject({
      effect: "deny",
      reason: "edge_denied",
    });
    expect(policy.open({ ...open, actor: { id: "stranger" } })).toMatchObject({ reason: "open_denied" });
  });

  it("are none in a model without r2", async () => {
    expect((await load("", defaultModel)).carry).toBeUndefined();
  });

  it.each(["secret", "", undefined])("L4: deny a sensitivity that is unknown: %s", async (sensitivity) => {
    const policy = await load("p2, E1, *, *, *, *, *, **, *, allow");
    expect(ask(policy).effect).toBe("allow");
    expect(ask(policy, { sensitivity: sensitivity as "public" })).toMatchObject({
      effect: "deny",
      reason: "policy_error",
    });
  });

  it("decide as casbin does with the second definitions", async () => {
    const policy = await load();
    const rules = `${CALLS}\n${EDGES}`.trim();
    const enforcer = await newEnforcer(newModelFromString(edgeModel), new StringAdapter(rules));
    for (const name of ["span", "glob", "when"])
      await enforcer.addFunction(name, matcherFunctions().get(name) as (...values: unknown[]) => boolean);
    const context = newEnforceContext("2");
    const edges = ["open", "delegate", "retry"] as const;
    const cases = edges.flatMap((edge) =>
      ["lead", "clerk"].flatMap((to) =>
        ["read", "erase"].flatMap((action) =>
          ["crm://a/1", "crm://secret/1"].map((resource) => ({ edge, to, action, resource })),
        ),
      ),
    );
    const both = cases.map(({ edge, to, action, resource }) => {
      const from = edge === "open" ? "user:ann" : "lead";
      const casbin = enforcer.enforceSync(context, edge, from, to, "crm.read", action, resource, 1);
      const asked = { edge, from: { id: from }, to: { id: to }, action, resources: [resource] };
      return [ask(policy, asked).effect, casbin ? "allow" : "deny"];
    });
    expect(both.map(([ours]) => ours)).toEqual(both.map(([, casbin]) => casbin));
    expect(both.filter(([ours]) => ours === "allow")).toHaveLength(3);
  });
});

describe("lint of rules for edges", () => {
  const lint = async (model: string, edges = EDGES): Promise<readonly string[]> => {
    const findings = await lintPolicy({ model, rules: `${CALLS}\n${edges}`, tools: TOOLS });
    return findings.map(({ reason, file, text }) => `${reason} ${file} ${text}`);
  };

  it.each([
    ["r2 alone", edgeModel.replace(/^[pem]2 = .*\n/gmu, ""), "model_invalid model.conf r2"],
    ["p2 without r2", edgeModel.replace(/^r2 = .*\n/mu, ""), "model_invalid model.conf p2"],
    [
      "an unknown token",
      edgeModel.replace("edge, from, to, tool", "edge, form, to, tool"),
      "token_unknown model.conf form",
    ],
    [
      "an effect that casbin cannot read",
      edgeModel.replace("e2 = some(where (p.eft", "e2 = some(where (p2.eft"),
      "model_invalid model.conf some(where (p2.eft == allow)) && !some(where (p.eft == deny))",
    ],
    [
      "allow by default",
      edgeModel.replace(/^e2 = .*$/mu, "e2 = !some(where (p.eft == deny))"),
      "effect_allows model.conf !some(where (p.eft == deny))",
    ],
    [
      "obligations",
      edgeModel.replace("res, sens, eft", "res, sens, eft, obl"),
      "token_unknown model.conf obl",
    ],
    ["a third definition", edgeModel.replace(/^r2 = .*$/mu, "$&\nr3 = edge"), "model_invalid model.conf r3"],
    [
      "the matcher of calls",
      edgeModel.replace("r2.edge == p2.edge", "r.tool == p2.edge"),
      "token_unknown model.conf r.tool",
    ],
    [
      "a condition",
      edgeModel.replace("glob(r2.res, p2.res)", "$& && when(p2.res, r2.tool, r2.act)"),
      "model_invalid model.conf when",
    ],
  ])("finds %s", async (_what, model, expected) => {
    expect(model).not.toBe(edgeModel);
    expect(await lint(model)).toContain(expected);
  });

  it("finds allow by default in either set of definitions", async () => {
    for (const key of ["e", "e2"]) {
      const model = edgeModel.replace(
        new RegExp(`^${key} = .*$`, "mu"),
        `${key} = !some(where (p.eft == deny))`,
      );
      const [finding] = await lintPolicy({ model, rules: `${CALLS}\n${EDGES}`, tools: TOOLS });
      expect(finding).toMatchObject({ reason: "effect_allows", severity: "fatal" });
    }
  });

  it("finds a model with r2 and no p2 row: it would deny every call", async () => {
    expect(await lint(edgeModel, "")).toContain("policy_empty rules.csv ");
  });

  it("finds rows that do not fit", async () => {
    const rows = "p2, E1, open, ann, lead, *, *, **, *\np2, E2, open, ann, lead, *, *, **, *, alow";
    expect(await lint(edgeModel, rows)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^row_width/u), "effect_unknown rules.csv alow"]),
    );
  });
});
