import { describe, expect, it } from "vitest";

import type { PolicyTestReport } from "../src/suite/report.ts";
import { HEAD, run, shop } from "./suite-policy.ts";

/** The one failure of the one test of a report. */
function failureOf(
  report: PolicyTestReport,
): PolicyTestReport["suites"][number]["tests"][number]["failures"][number] {
  const failures = report.suites.flatMap(({ tests }) => tests.flatMap((test) => test.failures));
  expect(failures).toHaveLength(1);
  return failures[0]!;
}

const call = (facts: string, expected: string): string =>
  `tests:\n  - { name: t, call: { ${facts} }, expect: { ${expected} } }\n`;

describe("a case of a policy test", () => {
  it.each([
    ["agent: desk, tool: read_order", "decision: allow, rule: R1, obligations: []"],
    ["agent: desk, tool: read_order", 'decision: allow, rule: "rules.csv:1"'],
    [
      "agent: desk, tool: refund, purpose: support/refund, args: { amount: 100 }",
      "decision: allow, rule: [R2]",
    ],
    [
      "agent: desk, tool: refund, purpose: support/refund, args: { amount: 101 }",
      'decision: ask, approvers: ["role:manager"], ttl: 15m, obligations: ["approve:manager;ttl:15m", "log:full"]',
    ],
    ["agent: desk, tool: refund, args: { amount: 1 }", "decision: deny, reason: policy_no_match"],
    ["agent: desk, tool: refund, purpose: support/refund", "decision: deny, reason: AMBIT-D304"],
    ["agent: desk, tool: read_order, args: { id: legal }", "decision: deny, reason: policy_denied, rule: D1"],
    ["agent: desk, tool: read_order, args: { id: ../1 }", "decision: deny, reason: resource_invalid"],
    ["agent: desk, tool: raed_order", "decision: deny, reason: tool_unknown"],
    ["agent: desk, tool: read_order, purpose: sales", "decision: deny, reason: purpose_unknown"],
    [
      "agent: desk, tool: read_order, sensitivity: restricted",
      "decision: deny, reason: [tool_not_granted, policy_no_match]",
    ],
    ["agent: janitor, tool: read_order", "decision: allow"],
    [
      "agent: janitor, tool: refund, purpose: support/refund, args: { amount: 1 }",
      "decision: deny, reason: tool_not_granted",
    ],
    ["agent: desk, tool: read_order, res: crm://orders/7", "decision: allow"],
  ])("decides { %s } as { %s }", async (facts, expected) => {
    const report = await run(call(facts, expected));
    expect(report.suites[0]?.tests[0]?.failures).toEqual([]);
    expect(report).toMatchObject({ passed: true, totals: { decisions: { passed: 1, total: 1 } } });
  });

  it.each([
    ["agent: desk, tool: read_order", "decision: ask", "decision", "ask", "allow"],
    ["agent: desk, tool: read_order", "decision: allow, rule: R9", "rule", "R9", "R1"],
    [
      "agent: desk, tool: delete_order",
      "decision: deny, reason: policy_denied",
      "reason",
      "AMBIT-D301 policy_denied",
      "AMBIT-D302 policy_no_match",
    ],
    [
      "agent: desk, tool: refund, purpose: support/refund, args: { amount: 101 }",
      "decision: ask, approvers: [lead]",
      "approvers",
      "role:lead",
      "role:manager",
    ],
    [
      "agent: desk, tool: refund, purpose: support/refund, args: { amount: 101 }",
      "decision: ask, ttl: 10m",
      "ttl",
      "600s",
      "900s",
    ],
    [
      "agent: desk, tool: read_order",
      "decision: allow, obligations: [log:full]",
      "obligations",
      "log:full",
      "none",
    ],
  ])("fails { %s } expected as { %s } by its %s", async (facts, expected, member, wanted, actual) => {
    const report = await run(call(facts, expected));
    expect(report.passed).toBe(false);
    expect(failureOf(report).mismatches).toEqual([{ member, expected: wanted, actual }]);
  });

  it("names the rule that came closest to what was expected, and what of it did not hold", async () => {
    const facts = "agent: desk, tool: refund, purpose: support/refund, args: { amount: 100 }";
    expect(failureOf(await run(call(facts, "decision: ask"))).note).toBe(
      "rules.csv:3 comes closest for user:alice, but not: p.when = args.amount > 100",
    );
  });

  it("names the link that refuses, and what the rules alone would say", async () => {
    const facts = "agent: janitor, tool: refund, purpose: support/refund, args: { amount: 1 }";
    expect(failureOf(await run(call(facts, "decision: allow"))).note).toBe(
      "the grant of janitor does not cover refund; the rules alone say deny",
    );
  });

  it("suggests the tool that was meant", async () => {
    expect(failureOf(await run(call("agent: desk, tool: raed_order", "decision: allow"))).note).toBe(
      'tools.yaml has no raed_order: did you mean "read_order"?',
    );
  });

  it("takes the hour from the clock, and none without one", async () => {
    const head = HEAD.replace("desk: {", "night: { user: night }\n  desk: {");
    const night = call("agent: night, tool: archive, args: { path: a/b }", "decision: allow");
    const source = shop({
      rules: `p, R4, night, archive, read, crm://archive/**, 0..2, support, *, env.hour < 6, allow, none\n`,
    });
    const at = (clock: string): ReturnType<typeof run> =>
      run(night, { source, head: head.replace(/^clock.*\n/mu, clock) });
    expect((await at("clock: 2026-11-23T05:59:00Z\n")).passed).toBe(true);
    expect((await at("clock: 2026-11-23T06:00:00Z\n")).passed).toBe(false);
    expect(failureOf(await at("")).note).toBe("env.hour");
  });

  it("gives the user roles and attributes for the run", async () => {
    const rules =
      "p, R1, vip, read_order, read, **, *, support, *, subject.tier == 3, allow, none\ng, desk, vip\n";
    const head = HEAD.replace('"user:alice" }', '"user:zoe", roles: [vip], attributes: { tier: 3 } }');
    const body = call("agent: desk, tool: read_order", "decision: allow");
    expect((await run(body, { source: shop({ rules }), head })).passed).toBe(true);
    expect(
      (await run(body, { source: shop({ rules }), head: head.replace("tier: 3", "tier: 2") })).passed,
    ).toBe(false);
  });

  it.each([
    ['args: { id: ["7", "8"] }', { allowed: ["7", "8"], denied: ["9"] }],
    ['args: { id: { constraint_type: one_of, values: ["7"] } }', { allowed: ["7"], denied: ["8"] }],
    ['resources: ["crm://orders/7"]', { allowed: ["7"], denied: ["8"] }],
  ])("grants a tool within %s", async (limit, { allowed, denied }) => {
    const head = HEAD.replace('"tool:read_order"', `{ tool: read_order, ${limit} }`);
    const rows = [...allowed, ...denied].map((id) => `{ id: "${id}" }`).join(", ");
    const list = (ids: readonly string[]): string => `[${ids.map((id) => `{ id: "${id}" }`).join(", ")}]`;
    const report = await run(
      `tests:
  - name: t
    matrix: { agent: [janitor], tool: [read_order], args: [${rows}] }
    expect:
      - { args: ${list(allowed)}, decision: allow }
      - { args: ${list(denied)}, decision: deny, reason: [constraint_violation, resource_not_granted] }
`,
      { head },
    );
    expect(report.suites[0]?.tests[0]?.failures).toEqual([]);
    expect(report.totals.decisions).toEqual({
      passed: allowed.length + denied.length,
      total: allowed.length + denied.length,
    });
  });

  it("asks the rules for edges, where there are any", async () => {
    const model = `[request_definition]
r = sub, tool
r2 = edge, from, to, tool
[policy_definition]
p = sub, tool
p2 = edge, tool
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
e2 = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.tool == p.tool
m2 = r2.edge == p2.edge && r2.tool == p2.tool
`;
    const rules =
      "p, all, read_order\np, all, refund\ng, user:alice, all\ng, desk, all\ng, janitor, all\np2, open, read_order\np2, open, refund\np2, delegate, read_order\n";
    const source = { ...shop({ rules }), model };
    const body = `tests:
  - name: t
    matrix: { agent: [desk, janitor], tool: [read_order, refund] }
    expect:
      - { tool: read_order, decision: allow }
      - { agent: desk, tool: refund, decision: allow }
      - { agent: janitor, tool: refund, decision: deny, reason: edge_denied }
`;
    const head = HEAD.replace(', grants: ["tool:read_order"]', "");
    expect((await run(body, { source, head })).suites[0]?.tests[0]?.failures).toEqual([]);
  });
});

describe("a matrix", () => {
  it("decides every combination, and a row selects by any of its axes", async () => {
    const report = await run(`tests:
  - name: t
    matrix: { agent: [desk, janitor], tool: [read_order, delete_order], args: [{ id: "1" }, { id: legal }] }
    expect:
      - { tool: read_order, args: { id: "1" }, decision: allow }
      - { tool: read_order, args: { id: legal }, decision: deny, reason: policy_denied }
      - { tool: delete_order, agent: desk, decision: deny, reason: [policy_no_match, policy_denied] }
      - { tool: delete_order, agent: janitor, decision: deny, reason: tool_not_granted }
`);
    expect(report).toMatchObject({
      passed: true,
      totals: { decisions: { passed: 8, total: 8 }, tests: { passed: 1, total: 1 } },
    });
  });

  it("counts the combinations that fail", async () => {
    const report = await run(`tests:
  - name: t
    matrix: { agent: [desk, janitor], tool: [read_order, delete_order] }
    expect: [{ decision: allow }]
`);
    expect(report).toMatchObject({ passed: false, totals: { decisions: { passed: 2, total: 4 } } });
  });
});

describe("the report of a policy test", () => {
  it("warns of a deny whose reason is not asserted", async () => {
    const { warnings, passed } = await run(call("agent: desk, tool: delete_order", "decision: deny"));
    expect(passed).toBe(true);
    expect(warnings).toMatchObject([{ reason: "suite_reason_missing", severity: "warning", line: 8 }]);
  });

  it("says by which policy and engine it was decided", async () => {
    const report = await run(call("agent: desk, tool: read_order", "decision: allow"));
    expect(report.version).toMatch(/^[0-9a-f]{12}$/u);
    expect(report.engine).toMatch(/^compiled, casbin \d+\.\d+\.\d+$/u);
    const stock = await run(call("agent: desk, tool: read_order", "decision: allow"), { engine: "casbin" });
    expect(stock.passed).toBe(true);
    expect(stock.engine).toMatch(/^casbin, casbin /u);
  });

  it("is of the tests that a filter leaves", async () => {
    const body = `${call("agent: desk, tool: read_order", "decision: allow")}  - { name: other, call: { agent: desk, tool: read_order }, expect: { decision: ask } }\n`;
    expect((await run(body, { filter: "SHOP › T" })).passed).toBe(true);
    expect((await run(body)).passed).toBe(false);
    await expect(run(body, { filter: "third" })).rejects.toMatchObject({ reason: "suite_missing" });
  });
});
