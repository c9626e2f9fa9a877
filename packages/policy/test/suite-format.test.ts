import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { defaultModel, PolicyError, SuiteError, testPolicy } from "../src/index.ts";
import { suiteJsonSchema } from "../src/suite/suite-schema.ts";
import { HEAD, refusal, RULES, run } from "./suite-policy.ts";

const ALLOW = "expect: { decision: allow }";
const test = (entry: string): string => `tests:\n  - { name: t, ${entry} }\n`;

describe("a policy test file", () => {
  it.each([
    [
      "a wrong key",
      test(`cal: { agent: desk, tool: refund }, ${ALLOW}`),
      "8:5 tests › 0: a test has one of matrix, call, chain, never → call",
    ],
    [
      "two kinds",
      test(`call: { agent: desk, tool: refund }, chain: [desk, janitor], ${ALLOW}`),
      "8:5 tests › 0: a test has one of",
    ],
    [
      "an unknown key",
      test(`call: { agent: desk, tool: refund, argz: {} }, ${ALLOW}`),
      '8:51 tests › 0 › call: key "argz" is unknown, and what it says would not be tested → args',
    ],
    [
      "an unknown member of env",
      test(`call: { agent: desk, tool: refund, env: { atempt: 2 } }, ${ALLOW}`),
      'tests › 0 › call › env: key "atempt" is unknown, and what it says would not be tested → attempt',
    ],
    [
      "an actor in env",
      test(`call: { agent: desk, tool: refund, env: { actor: x } }, ${ALLOW}`),
      'tests › 0 › call › env: key "actor" is unknown',
    ],
    [
      "an unknown decision",
      test("call: { agent: desk, tool: refund }, expect: { decision: alow }"),
      "8:73 tests › 0 › expect › decision: one of allow, ask, deny is needed → allow",
    ],
    [
      "an unknown reason",
      test("call: { agent: desk, tool: refund }, expect: { decision: deny, reason: policy_no_mach }"),
      'there is no code or reason "policy_no_mach" → policy_no_match',
    ],
    [
      "an unknown code",
      test("call: { agent: desk, tool: refund }, expect: { decision: deny, reason: AMBIT-D999 }"),
      'there is no code or reason "AMBIT-D999"',
    ],
    [
      "a reason of an allow",
      test("call: { agent: desk, tool: refund }, expect: { decision: allow, reason: no_run }"),
      "only a deny has a reason",
    ],
    [
      "approvers of an allow",
      test("call: { agent: desk, tool: refund }, expect: { decision: allow, approvers: [x] }"),
      "only an ask has approvers and a ttl",
    ],
    [
      "a ttl without unit",
      test('call: { agent: desk, tool: refund }, expect: { decision: ask, ttl: "10" }'),
      "a ttl is written 30s, 10m, 2h or 1d",
    ],
    [
      "an unknown obligation",
      test("call: { agent: desk, tool: refund }, expect: { decision: allow, obligations: [log:ful] }"),
      '"log:ful" is no obligation',
    ],
    [
      "an unknown agent",
      test(`call: { agent: desc, tool: refund }, ${ALLOW}`),
      '8:31 tests › 0 › call › agent: there is no agent in this file "desc" → desk',
    ],
    [
      "a chain that is none",
      test("chain: [janitor, desk], invariant: child_subset_of_parent"),
      '"janitor" is not the parent of "desk"',
    ],
    [
      "an unknown invariant",
      test("chain: [desk, janitor], invariant: child_subset"),
      "tests › 0 › invariant: one of child_subset_of_parent is needed",
    ],
    [
      "a tool that is passed on but unknown",
      test("chain: [desk, janitor], invariant: child_subset_of_parent, passed_on: [refnd]"),
      'there is no tool in the manifest "refnd" → refund',
    ],
    [
      "a query about an unknown tool",
      "queries:\n  - { who_can: reed_order, expect: [] }\n",
      '8:16 queries › 0 › who_can: there is no tool in the manifest "reed_order" → read_order',
    ],
    [
      "never of an unknown tool",
      test("never: { tool: delete_oder }"),
      'there is no tool in the manifest "delete_oder" → delete_order',
    ],
    ["neither tests nor queries", "tests: []\n", "the file has neither tests nor queries"],
    [
      "a name that stands twice",
      `tests:\n${`  - { name: t, call: { agent: desk, tool: refund }, ${ALLOW} }\n`.repeat(2)}`,
      '"t" stands twice',
    ],
    ["no YAML", "tests: [\n", "not valid YAML"],
    ["a key that stands twice", "suite: other\n", "not valid YAML: Map keys must be unique"],
    ["an alias without anchor", "queries: *nowhere\n", "1:1 the aliases of the file cannot be resolved"],
  ])("is refused for %s", async (_what, body, message) => {
    const found = await refusal(body);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^suite_invalid \d+:\d+ /u);
    expect(found[0]).toContain(message);
  });

  it.each([
    ["no user and no parent", "{}", "an agent has a user or a parent"],
    ["both", "{ user: a, parent: desk }", "an agent with a parent has no user of its own"],
    ["roles without a user", "{ parent: desk, roles: [x] }", "roles and attributes are the user's"],
    ["an unknown parent", "{ parent: dusk }", 'there is no agent "dusk" → desk'],
    ["itself above it", "{ parent: x }", '"x" would be its own parent'],
    [
      "an unknown key",
      "{ user: a, grnats: [] }",
      'key "grnats" is unknown, and what it says would not be tested → grants',
    ],
    [
      "a grant in other words",
      "{ user: a, grants: [read_order] }",
      "a grant in one word is tool:<name> → tool:read_order",
    ],
    [
      "a grant of an unknown tool",
      '{ user: a, grants: ["tool:reed_order"] }',
      'there is no tool in the manifest "reed_order" → read_order',
    ],
    [
      "a constraint that is none",
      "{ user: a, grants: [{ tool: refund, args: { amount: { most: 3 } } }] }",
      "args › amount: not a value, a list of values",
    ],
    [
      "a pattern that is none",
      '{ user: a, grants: [{ tool: refund, resources: ["crm://*/x"] }] }',
      '"crm://*/x" is no resource',
    ],
  ])("is refused for an agent with %s", async (_what, agent, message) => {
    const found = await refusal(
      test(`call: { agent: desk, tool: read_order }, ${ALLOW}`),
      HEAD.replace("  janitor:", `  x: ${agent}\n  janitor:`),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it("is refused for a chain that no run could have", async () => {
    const deep = ["b", "c", "d"]
      .map((name, index) => `  ${name}: { parent: ${["janitor", "b", "c"][index]} }\n`)
      .join("");
    const found = await refusal(test(`call: { agent: desk, tool: read_order }, ${ALLOW}`), HEAD + deep);
    expect(found).toEqual([expect.stringContaining("agents › d › parent: a run delegates at most 3 times")]);
  });

  it.each([
    [
      "selected by no row",
      "{ tool: refund, decision: allow }",
      "desk × read_order is selected by no row: exactly one must",
    ],
    [
      "selected by two",
      "{ decision: allow }, { tool: refund, decision: allow }",
      "desk × refund is selected by lines 10 and 10: exactly one must",
    ],
    [
      "a row with a strange value",
      "{ tool: refnd, decision: allow }, { decision: allow }",
      "the matrix has no tool refnd → refund",
    ],
    [
      "a row with a strange axis",
      "{ purpose: x, decision: allow }, { decision: allow }",
      "the matrix has no purpose x",
    ],
  ])("is refused for a combination %s", async (_what, rows, message) => {
    const found = await refusal(
      `tests:\n  - name: t\n    matrix: { agent: [desk], tool: [read_order, refund] }\n    expect: [${rows}]\n`,
    );
    expect(found.join("\n")).toContain(message);
  });

  it("is refused for a row that selects nothing that is left", async () => {
    const rows =
      "{ tool: [read_order, refund], decision: allow }, { tool: [], decision: deny, reason: no_run }";
    const found = await refusal(
      `tests:\n  - name: t\n    matrix: { agent: [desk], tool: [read_order, refund] }\n    expect: [${rows}]\n`,
    );
    expect(found).toEqual([expect.stringContaining("the row selects no combination")]);
  });

  it("is refused for a matrix without end", async () => {
    const many = Array.from({ length: 101 }, (_, index) => `r${index}`).join(", ");
    const found = await refusal(
      `tests:\n  - name: t\n    matrix: { agent: [desk], tool: [${many}], res: [${many}] }\n    expect: [{ decision: allow }]\n`,
    );
    expect(found).toEqual([expect.stringContaining("10201 combinations are more than 10000")]);
  });

  it.each([
    [
      "res: crm://orders/8",
      "the resource of this call is crm://orders/7, as tools.yaml makes it, and never crm://orders/8",
    ],
    ["res: /customers/8", "and never file:///customers/8"],
  ])("is refused for a call that can never happen: %s", async (res, message) => {
    const found = await refusal(test(`call: { agent: desk, tool: read_order, ${res} }, ${ALLOW}`));
    expect(found).toEqual([expect.stringContaining(message)]);
  });

  it("is refused for a call without a purpose, where rules can tell purposes apart", async () => {
    const found = await refusal(
      test(`call: { agent: desk, tool: read_order }, ${ALLOW}`),
      HEAD.replace("purpose: support, ", ""),
    );
    expect(found).toEqual([
      expect.stringContaining(
        "the call has no purpose: give one to the call, its agent or the file's defaults",
      ),
    ]);
  });

  it("is shown with line and caret", async () => {
    const error = await run(test("call: { agent: desk, tool: refund }, expect: { decision: alow }")).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SuiteError);
    expect(error).toMatchObject({ reason: "suite_invalid", code: "AMBIT-P140" });
    expect((error as SuiteError).message).toBe(
      [
        "AMBIT-P140  shop.test.yaml:8:73  tests › 0 › expect › decision: one of allow, ask, deny is needed",
        "   8 |   - { name: t, call: { agent: desk, tool: refund }, expect: { decision: alow } }",
        '     |                                                                         ^^^^ did you mean "allow"?',
      ].join("\n"),
    );
  });

  it("has a published schema that is current", async () => {
    const published: unknown = JSON.parse(
      await readFile(new URL("../policy-test.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(suiteJsonSchema())));
  });
});

describe("the test files of a folder", () => {
  it("are all that end with .test.yaml, and their lack is an error", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ambit-suite-"));
    try {
      await writeFile(join(folder, "model.conf"), defaultModel);
      await writeFile(join(folder, "rules.csv"), RULES);
      await writeFile(
        join(folder, "tools.yaml"),
        "read_order: { action: read, effect: read, sensitivity: internal }\n",
      );
      await expect(testPolicy({ folder })).rejects.toMatchObject({
        reason: "suite_missing",
        code: "AMBIT-P141",
      });
      const body = test(
        "call: { agent: desk, tool: read_order }, expect: { decision: deny, reason: policy_no_match }",
      );
      await writeFile(join(folder, "b.test.yaml"), HEAD + body);
      await writeFile(join(folder, "notes.yaml"), "not: a test\n");
      expect((await testPolicy({ folder })).suites.map(({ file }) => file)).toEqual([
        join(folder, "b.test.yaml"),
      ]);
      await writeFile(join(folder, "rules.csv"), RULES.replace("deny, none", "deyn, none"));
      await expect(testPolicy({ folder })).rejects.toBeInstanceOf(PolicyError);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
