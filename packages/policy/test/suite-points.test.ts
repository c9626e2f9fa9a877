import { describe, expect, it } from "vitest";

import { HEAD, run, shop } from "./suite-policy.ts";

const CHAIN = "tests:\n  - { name: t, chain: [desk, janitor], invariant: child_subset_of_parent }\n";

/** How the one test of a file ended. */
async function only(
  ...given: Parameters<typeof run>
): Promise<Awaited<ReturnType<typeof run>>["suites"][number]["tests"][number]> {
  const report = await run(...given);
  expect(report.suites[0]?.tests).toHaveLength(1);
  return report.suites[0]!.tests[0]!;
}

describe("a chain", () => {
  it("passes where the child may do less, and says how much was asked", async () => {
    const { passed, checked, failures } = await only(CHAIN);
    expect(failures).toEqual([]);
    expect(passed).toBe(true);
    expect(checked?.calls).toBeGreaterThan(20);
    expect(checked?.of).toBe(checked?.calls);
    expect(checked?.allowed).toBeGreaterThan(0);
  });

  it("asks the same calls every time", async () => {
    expect(await run(CHAIN)).toEqual(await run(CHAIN));
  });

  it("fails where the child's grants are wider than its parent's, with a call", async () => {
    const head = HEAD.replace('"user:alice" }', '"user:alice", grants: ["tool:refund"] }');
    const { passed, failures } = await only(CHAIN, { head });
    expect(passed).toBe(false);
    expect(failures).toMatchObject([
      {
        call: {
          agent: "janitor",
          tool: "read_order",
          resources: [expect.stringMatching(/^crm:\/\/orders\//u)],
        },
        message: expect.stringMatching(/^janitor is allowed, desk is denied \(tool_not_granted\)/u),
        note: "the grant of desk does not cover read_order",
      },
    ]);
  });

  it.each([
    ['args: { id: ["7"] }', 'args: { id: ["7", "8"] }', "constraint_violation"],
    [
      "args: { id: { constraint_type: max_len, n: 3 } }",
      "args: { id: { constraint_type: max_len, n: 4 } }",
      "constraint_violation",
    ],
    ['resources: ["crm://orders/7"]', 'resources: ["crm://orders/**"]', "resource_not_granted"],
  ])("fails where the parent holds %s and the child takes %s", async (above, below, reason) => {
    const head = HEAD.replace('"user:alice" }', `"user:alice", grants: [{ tool: read_order, ${above} }] }`);
    const wider = head.replace('"tool:read_order"', `{ tool: read_order, ${below} }`);
    expect((await only(CHAIN, { head: wider })).failures).toMatchObject([
      { message: expect.stringContaining(reason) },
    ]);
    const same = head.replace('"tool:read_order"', `{ tool: read_order, ${above} }`);
    expect((await only(CHAIN, { head: same })).failures).toEqual([]);
  });

  it("fails by the value next to a bound", async () => {
    const refund = (most: number): string => `[{ tool: refund, args: { amount: { max: ${most} } } }]`;
    const rules =
      "p, R1, all, refund, refund, **, *, support, *, true, allow, none\ng, user:alice, all\ng, desk, all\ng, janitor, all\n";
    const chain = (above: number, below: number): Promise<{ readonly failures: readonly object[] }> =>
      only(CHAIN, {
        source: shop({ rules }),
        head: HEAD.replace('"user:alice" }', `"user:alice", grants: ${refund(above)} }`).replace(
          '["tool:read_order"]',
          refund(below),
        ),
      });
    expect((await chain(100, 101)).failures).toMatchObject([{ call: { args: { amount: 101 } } }]);
    expect((await chain(100, 100)).failures).toEqual([]);
  });

  it("fails where a right can be passed on but not used, unless the test says that this is meant", async () => {
    const rules =
      "p, R1, all, read_order, read, **, *, support, 1.., true, allow, none\ng, user:alice, all\ng, desk, all\ng, janitor, all\n";
    const source = shop({ rules });
    expect((await only(CHAIN, { source })).failures).toMatchObject([
      {
        message: expect.stringContaining("desk is denied (policy_no_match)"),
        matched: [{ id: "R1" }],
        note: "allowed by rules.csv:1",
      },
    ]);
    const meant = CHAIN.replace(" }\n", ", passed_on: [read_order] }\n");
    expect((await only(meant, { source })).failures).toEqual([]);
  });

  it("fails where the child needs no approval and its parent does", async () => {
    const rules =
      "p, R1, all, read_order, read, **, *, support, 0, true, allow, approve:manager\np, R2, all, read_order, read, **, *, support, 1.., true, allow, none\ng, user:alice, all\ng, desk, all\ng, janitor, all\n";
    expect((await only(CHAIN, { source: shop({ rules }) })).failures).toMatchObject([
      { message: expect.stringContaining("janitor is allowed, desk must ask") },
    ]);
  });

  it("fails where the child may do nothing at all: that proves nothing", async () => {
    const head = HEAD.replace("tool:read_order", "tool:delete_order");
    expect((await only(CHAIN, { head })).failures).toMatchObject([
      { message: expect.stringContaining("nothing is proved") },
    ]);
  });

  it("says how many of all calls it asked, where they are too many", async () => {
    const many = Array.from({ length: 40 }, (_, index) => `args.a${index % 8} == ${index}`).join(" || ");
    const rules = `p, R1, all, read_order, read, **, *, support, *, ${many}, allow, none\ng, user:alice, all\ng, desk, all\ng, janitor, all\n`;
    const { checked } = await only(CHAIN, { source: shop({ rules }) });
    expect(checked?.calls).toBeGreaterThan(1000);
    expect(checked?.calls).toBeLessThanOrEqual(20_100);
    expect(checked?.of).toBeGreaterThan(checked?.calls ?? 0);
  });
});

describe("never", () => {
  const never = (about: string): string => `tests:\n  - { name: t, never: { ${about} } }\n`;

  it.each([
    ["tool: delete_order"],
    ["tool: read_order, res: crm://orders/legal"],
    ["tool: refund, agent: [janitor]"],
    ["tool: refund, purpose: support"],
  ])("passes for { %s }", async (about) => {
    const { passed, checked } = await only(never(about));
    expect(passed).toBe(true);
    expect(checked?.calls).toBeGreaterThan(0);
  });

  it("fails with a call that is allowed", async () => {
    const { failures } = await only(never("tool: read_order"));
    expect(failures).toMatchObject([
      { call: { agent: "desk", tool: "read_order" }, message: "desk is allowed", matched: [{ id: "R1" }] },
      { call: { agent: "janitor" } },
    ]);
  });

  it("fails with a call that may be asked for", async () => {
    const { failures } = await only(
      never("tool: refund, purpose: support/refund, args: { amount: 500 }, agent: [desk]"),
    );
    expect(failures).toMatchObject([{ message: "desk must ask" }]);
  });
});

describe("who can", () => {
  const query = (facts: string, expected: string): string =>
    `queries:\n  - { ${facts}, expect: [${expected}] }\n`;

  it.each([
    ["who_can: read_order", '"user:alice", desk, janitor'],
    ["who_can: refund", 'desk, "user:alice"'],
    ["who_can: refund, args: { amount: 5000 }", 'desk, "user:alice"'],
    ["who_can: refund, purpose: support", ""],
    ["who_can: delete_order", ""],
    ["who_can: read_order, res: crm://orders/legal", ""],
  ])("answers { %s } with [%s]", async (facts, expected) => {
    const report = await run(query(facts, expected));
    expect(report.suites[0]?.tests[0]?.failures).toEqual([]);
    expect(report).toMatchObject({
      passed: true,
      totals: { queries: { passed: 1, total: 1 }, tests: { total: 0 } },
    });
  });

  it("fails with who can beyond the expected, and how", async () => {
    const { failures } = await only(query("who_can: refund", '"user:alice"'));
    expect(failures).toMatchObject([
      {
        call: { agent: "desk", tool: "refund" },
        matched: [{ id: "R2" }],
        message: "expected  user:alice\nactual    desk, user:alice",
      },
    ]);
  });

  it("is refused where no call comes before the rules: that would prove nothing", async () => {
    await expect(run(query("who_can: read_order, args: { id: ../1 }", ""))).rejects.toMatchObject({
      findings: [{ message: expect.stringContaining("calls of read_order comes before the rules") }],
    });
    const never = "tests:\n  - { name: t, never: { tool: read_order, purpose: sales } }\n";
    await expect(run(never)).rejects.toMatchObject({ reason: "suite_invalid" });
  });

  it("fills lists and addresses of a template", async () => {
    const tools = {
      mail: {
        action: "send",
        effect: "write",
        sensitivity: "internal",
        resources: ["crm://orders/{args.id}", "mailto:{args.cc[*]}"],
        args: { id: "object", cc: "address" },
      },
      open: {
        action: "read",
        effect: "read",
        sensitivity: "internal",
        resources: ["{args.link/}"],
        args: { link: "url" },
      },
    };
    const rules =
      "p, R1, desk, mail, send, **, *, support, *, true, allow, none\np, R2, desk, open, read, **, *, support, *, true, allow, none\np, R3, user:alice, *, *, **, *, support, *, true, allow, none\n";
    const body = "queries:\n  - { who_can: mail, expect: [desk] }\n  - { who_can: open, expect: [desk] }\n";
    const report = await run(body, { source: shop({ rules, tools }) });
    expect(report.suites[0]?.tests.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it("fails for a name that was not asked, and says so", async () => {
    const { failures } = await only(query("who_can: delete_order", "dusk"));
    expect(failures).toMatchObject([
      {
        message: "expected  dusk\nactual    nobody",
        note: "neither an agent of the file nor given a role by a g row: dusk",
      },
    ]);
  });
});

describe("coverage", () => {
  const body = `tests:
  - name: t
    matrix: { agent: [desk, janitor], tool: [read_order], args: [{ id: "1" }, { id: legal }], sensitivity: [internal, restricted] }
    expect:
      - { args: { id: "1" }, sensitivity: internal, decision: allow }
      - { args: { id: legal }, sensitivity: internal, decision: deny, reason: policy_denied }
      - { sensitivity: restricted, decision: deny, reason: [policy_denied, policy_no_match, tool_not_granted] }
queries:
  - { who_can: refund, expect: [desk, "user:alice"] }
`;

  it("counts the rules that a decision of a test hit, and no more", async () => {
    const { coverage } = await run(body, { coverage: true });
    expect(coverage?.rules).toEqual({ covered: 2, total: 5, percent: 40 });
    expect(coverage?.perRule.map(({ rule, hits }) => [rule.id, hits > 0])).toEqual([
      ["R1", true],
      ["R2", false],
      ["R3", false],
      ["R4", false],
      ["D1", true],
    ]);
  });

  it("counts a clause that was all that refused", async () => {
    const { coverage } = await run(body, { coverage: true });
    const columns = (id: string): readonly string[] =>
      coverage?.perRule.find(({ rule }) => rule.id === id)?.clauses.flatMap((clause) => clause.columns) ?? [];
    expect(columns("R1")).toEqual(["sub", "tool", "act", "intent", "sens", "res"]);
    expect(columns("D1")).toEqual(["sub", "res"]);
    const alone = coverage?.perRule[0]?.clauses
      .filter((clause) => clause.alone > 0)
      .flatMap((clause) => clause.columns);
    expect(alone).toEqual(["sens"]);
    expect(coverage?.clauses).toMatchObject({ covered: 2 });
  });

  it("is not measured unless asked for", async () => {
    expect((await run(body)).coverage).toBeUndefined();
  });

  it("counts no decision that the grant refused: the rules are not asked then", async () => {
    const refused =
      "tests:\n  - { name: t, call: { agent: janitor, tool: refund }, expect: { decision: deny, reason: tool_not_granted } }\n";
    expect((await run(refused, { coverage: true })).coverage?.rules.covered).toBe(0);
  });
});
