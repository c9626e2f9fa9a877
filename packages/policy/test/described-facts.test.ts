import type { ArgumentValue } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { defaultModel, describeCall, explainCall, loadPolicy } from "../src/index.ts";
import { refusal, run, shop } from "./suite-policy.ts";

const TOOLS = { send: { action: "send", effect: "write", sensitivity: 1, risk: "normal" } };
const CALL = {
  subject: "bot",
  tool: "send",
  purpose: "work",
  args: { to: "ann", cc: [{ address: "x@y.z", name: "Eve" }], note: "hi", none: [] },
};
const at = (path: string): ArgumentValue => ({ path, value: "x" });

/** A policy of one rule: the bot may send when the condition holds. */
async function policyOf(condition: string): ReturnType<typeof loadPolicy> {
  const rules = `p, A, bot, send, send, **, *, work, *, "${condition}", allow, none`;
  return loadPolicy({ model: defaultModel, rules, tools: TOOLS });
}

/** How a call ends with such a provenance. */
async function decided(condition: string, provenance: object): Promise<string> {
  const snapshot = await policyOf(condition);
  const { effect, policy } = explainCall({ snapshot, call: { ...CALL, provenance }, now: 0 });
  const { reason = "", detail = "" } = policy.answer;
  return [effect, reason, detail].filter((part) => part !== "").join(" ");
}

describe("the provenance of a described call", () => {
  it.each<[string, object, object]>([
    ["from(args.to) in [user]", { from: { to: "user" } }, { from: { to: "model" } }],
    [
      "from(args.cc) in [user]",
      { from: { "cc[*].address": "user", "cc.name": "user" } },
      { from: { cc: "user", "cc[*].name": "prose" } },
    ],
    ["!nowhere(args.to)", { nowhere: [] }, { nowhere: ["to"] }],
    ["!contested(args.cc)", { contested: ["to"] }, { contested: ["cc[*].name"] }],
    ["!fresh(args.note)", { fresh: ["to"] }, { fresh: ["*"] }],
    ["!copied(args.note)", { copied: [] }, { copied: ["note"] }],
    ["!contains(args.note, secret)", { contains: [] }, { contains: ["note"] }],
    ["host(args.note) in user", { host: ["note"] }, { host: [] }],
    ["linked(args.cc, user)", { linked: ["cc"] }, { linked: ["cc[*].name"] }],
    ["planned(tool)", { planned: true }, { planned: false }],
    ["reasons() <= 1", { reasons: 1 }, { reasons: 2 }],
  ])("answers %s", async (condition, good, bad) => {
    expect(await decided(condition, good)).toBe("allow");
    expect(await decided(condition, bad)).toBe("deny policy_no_match");
    expect(await decided(condition, {})).toMatch(/^deny attribute_missing [a-z]+\(/u);
  });

  it("takes the risk from the manifest", async () => {
    expect(await decided("risk(tool) == 'normal'", {})).toBe("allow");
    expect(await decided("risk(tool) == 'low'", {})).toBe("deny policy_no_match");
  });

  it("lets the nearest path tell, and knows nothing of the others", async () => {
    const policy = await policyOf("true");
    const from = { "*": "model", cc: "own", "cc[*].address": "prose" } as const;
    const { request } = describeCall({ ...CALL, provenance: { from } }, { policy, now: 0 });
    const paths = ["to", "cc[*].name", "cc[*].address"];
    expect(paths.map((path) => request.provenance?.from?.(at(path)))).toEqual(["model", "own", "prose"]);
    const some = describeCall({ ...CALL, provenance: { from: { to: "user" } } }, { policy, now: 0 });
    expect(some.request.provenance?.from?.(at("note"))).toBeUndefined();
  });

  it("may name an empty list, and is no part of what is told", async () => {
    const snapshot = await policyOf("true");
    const call = { ...CALL, provenance: { from: { none: "user" } } };
    const explained = explainCall({ snapshot, call, now: 0 });
    expect(JSON.parse(JSON.stringify(explained))).toEqual(explained);
  });
});

describe("the provenance of a policy test", () => {
  const rules = `p, R1, support, read_order, read, **, *, support, *, from(args.id) in [user], allow, none
g, user:alice, support
g, desk, support
g, janitor, support
`;
  const source = shop({ rules });
  const tests = (entry: string): string => `tests:\n  - { name: t, ${entry} }\n`;
  const call = (provenance: string, expected: string): string =>
    tests(`call: { agent: desk, tool: read_order, provenance: ${provenance} }, expect: { ${expected} }`);

  it.each([
    ["{ from: { id: user } }", "decision: allow, rule: R1"],
    ["{ from: { id: model } }", "decision: deny, reason: policy_no_match"],
    ["{ planned: true }", "decision: deny, reason: attribute_missing"],
  ])("%s: %s", async (provenance, expected) => {
    const report = await run(call(provenance, expected), { source });
    expect(report.suites[0]?.tests[0]?.failures).toEqual([]);
    expect(report.passed).toBe(true);
  });

  it("stands in the defaults, and a call says otherwise path by path", async () => {
    const head = `suite: shop
defaults: { purpose: support, args: { id: "7" }, provenance: { from: { "*": user } } }
agents:
  desk: { user: "user:alice" }
`;
    const matrix = `tests:
  - name: t
    matrix: { agent: [desk], tool: [read_order], provenance: [{ planned: true }, { from: { id: prose } }] }
    expect:
      - { provenance: { planned: true }, decision: allow }
      - { provenance: { from: { id: prose } }, decision: deny, reason: policy_no_match }
`;
    expect(await run(matrix, { source, head })).toMatchObject({
      passed: true,
      totals: { decisions: { passed: 2, total: 2 } },
    });
  });

  it("is asked both ways where nothing is written: a never fails by a value of the user", async () => {
    const never = tests("never: { tool: read_order }");
    expect(await run(never, { source })).toMatchObject({
      passed: false,
      suites: [
        { tests: [{ failures: [{ message: "desk is allowed" }, { message: "janitor is allowed" }] }] },
      ],
    });
    const model = tests("never: { tool: read_order, provenance: { from: { id: model } } }");
    expect((await run(model, { source })).passed).toBe(true);
  });

  it.each([
    ["{ contestd: [] }", '8:69 tests › 0 › call › provenance: key "contestd" is unknown', "contested"],
    ["{ from: { id: usr } }", "tests › 0 › call › provenance › from › id: one of user, subject", "user"],
    ["{ from: { idd: user } }", "provenance › from › idd is no argument of the call", "id"],
  ])("is refused for %s", async (provenance, message, meant) => {
    const [found = ""] = await refusal(call(provenance, "decision: allow"));
    expect(found).toContain("suite_invalid 8:");
    expect(found).toContain(message);
    expect(found).toMatch(new RegExp(`(?:→ |did you mean ")${meant}\\b`, "u"));
  });
});
