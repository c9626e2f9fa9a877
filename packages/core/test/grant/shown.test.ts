import {
  exact,
  oneOf,
  pathUnder,
  printScope,
  range,
  removedBy,
  type Scope,
  type ToolScope,
  wildcard,
} from "@ambit/core";
import { describe, expect, test } from "vitest";

const SCOPE: Scope = {
  tools: {
    send: [{ args: { to: oneOf(["ann", "bob"]) } }],
    read: [{ args: { id: exact(1) } }, { args: { id: exact(2) }, resources: ["crm://orders/**"] }],
    "fs.write": [{ args: {} }],
  },
  sensitivity: "confidential",
  budget: { calls: 10, writes: 2 },
  expiresAt: 1000,
  depth: 3,
  purpose: "support",
};

function withTools(tools: ToolScope): Scope {
  return { ...SCOPE, tools };
}

describe("what an edge removed", () => {
  test.each<[string, Partial<Scope>, readonly string[]]>([
    ["nothing", {}, []],
    ["a tool", { tools: { send: (SCOPE.tools as { send: [] }).send } }, ["tool read", "tool fs.write"]],
    [
      "arguments",
      {
        tools: {
          ...(SCOPE.tools as {}),
          send: [{ args: { to: exact("ann"), note: wildcard() } }],
          "fs.write": [{ args: { path: pathUnder("/srv") } }, { args: { path: pathUnder("/etc") } }],
        },
      },
      ["send.to exact", "send.note wildcard", "fs.write.path path_under"],
    ],
    [
      "resources and alternatives",
      {
        tools: { ...(SCOPE.tools as {}), read: [{ args: { id: exact(1) }, resources: ["crm://users/**"] }] },
      },
      ["read resources", "read alternatives 2 → 1"],
    ],
    ["depth", { depth: 2 }, ["depth 3 → 2"]],
    ["sensitivity", { sensitivity: "internal" }, ["sensitivity ≤ internal"]],
    ["purpose", { purpose: "support/refund" }, ["purpose support → support/refund"]],
    ["lifetime", { expiresAt: 400 }, ["lifetime -600 ms"]],
    ["budget", { budget: { calls: 10, writes: 1, tokens: 9 } }, ["writes ≤ 1", "tokens ≤ 9"]],
  ])("%s", (_name, changes, removed) => {
    expect(removedBy(SCOPE, { ...SCOPE, ...changes })).toEqual(removed);
  });

  test("every tool but those that are named", () => {
    const anything = withTools("any");
    expect(removedBy(anything, withTools({ send: [], read: [] }))).toEqual(["all tools but read, send"]);
    expect(removedBy(anything, anything)).toEqual([]);
    expect(removedBy(anything, { ...anything })).toEqual([]);
  });

  test("no value", () => {
    const child = withTools({ send: [{ args: { to: exact("secret"), n: range({ max: 42 }) } }] });
    expect(removedBy(SCOPE, child).join()).not.toMatch(/secret|42/u);
  });
});

test("a scope is printed with constraints in their wire form", () => {
  expect(printScope(SCOPE)).toStrictEqual({
    tools: {
      send: [{ args: { to: { constraint_type: "one_of", values: ["ann", "bob"] } } }],
      read: [
        { args: { id: { constraint_type: "exact", value: 1 } } },
        { args: { id: { constraint_type: "exact", value: 2 } }, resources: ["crm://orders/**"] },
      ],
      "fs.write": [{ args: {} }],
    },
    sensitivity: "confidential",
    budget: { calls: 10, writes: 2 },
    expiresAt: 1000,
    depth: 3,
    purpose: "support",
  });
  expect(printScope(withTools("any"))["tools"]).toBe("any");
});
