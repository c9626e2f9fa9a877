import { parseScope, printScope, scopeLeq } from "@ambit/core";
import { scopes } from "@ambit/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const PRINTED = {
  tools: { pay: [{ args: { amount: { constraint_type: "range", max: 5 } }, resources: ["crm://a/**"] }] },
  sensitivity: "internal",
  budget: { calls: 3 },
  expiresAt: 1000,
  depth: 2,
  purpose: "shop",
};

describe("a printed scope", () => {
  it("L2: is read back as the same scope, through text", () => {
    fc.assert(
      fc.property(scopes, (scope) => {
        const read = parseScope(JSON.parse(JSON.stringify(printScope(scope))));
        expect(read && printScope(read)).toEqual(printScope(scope));
        expect(read && scopeLeq(read, scope) && scopeLeq(scope, read)).toBe(true);
      }),
    );
  });

  it("L4: is read only whole", () => {
    expect(parseScope(PRINTED)).toBeDefined();
    const spoilt: readonly unknown[] = [
      null,
      [PRINTED],
      "any",
      { ...PRINTED, tools: undefined },
      { ...PRINTED, tools: "all" },
      { ...PRINTED, tools: { pay: {} } },
      { ...PRINTED, tools: { pay: [null] } },
      { ...PRINTED, tools: { pay: [{ args: { amount: { constraint_type: "none" } } }] } },
      { ...PRINTED, tools: { pay: [{ args: {}, resources: [1] }] } },
      { ...PRINTED, tools: { pay: [{ args: {}, resources: "crm://a" }] } },
      { ...PRINTED, sensitivity: "secret" },
      { ...PRINTED, budget: { calls: -1 } },
      { ...PRINTED, budget: { money: 1 } },
      { ...PRINTED, budget: null },
      { ...PRINTED, expiresAt: "never" },
      { ...PRINTED, depth: 1.5 },
      { ...PRINTED, purpose: 1 },
    ];
    for (const each of spoilt) expect(parseScope(each)).toBeUndefined();
  });
});
