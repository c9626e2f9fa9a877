import {
  AmbitError,
  attenuate,
  budgetMeet,
  exact,
  type Grant,
  oneOf,
  optional,
  rootGrant,
  type Scope,
  scopeLeq,
  scopeMeet,
  type ToolScope,
  wildcard,
} from "@ambit/core";
import { describe, expect, test } from "vitest";

const SCOPE: Scope = {
  tools: {
    send: [{ args: { to: oneOf(["ann", "bob"]) } }],
    read: [{ args: { id: exact(1) } }, { args: { id: exact(2) }, resources: ["crm://orders/**"] }],
    "fs.write": [{ args: {} }],
    two: [{ args: {}, resources: ["crm://a/**", "crm://b/2", "crm://c/**"] }],
  },
  sensitivity: "confidential",
  budget: { calls: 10, writes: 2 },
  expiresAt: 1000,
  depth: 3,
  purpose: "support",
};

function attenuated(changes: Partial<Scope>): Scope {
  const root = rootGrant({ id: "1", edge: "open", scope: SCOPE });
  const child = attenuate(root, { id: "2", edge: "step", scope: { ...SCOPE, ...changes } });
  expect(child.links[0]).toBe(root.links[0]);
  expect(child.links[1]).toMatchObject({ id: "2", edge: "step" });
  return child.links[1]?.scope as Scope;
}

function withTools(tools: ToolScope): Scope {
  return { ...SCOPE, tools };
}

describe("a new link is met with the last one", () => {
  test.each<[string, Partial<Scope>, Partial<Scope>]>([
    ["depth", { depth: 2 }, { depth: 2 }],
    ["depth cannot rise", { depth: 9 }, { depth: 3 }],
    ["lifetime", { expiresAt: 10 }, { expiresAt: 10 }],
    ["lifetime cannot rise", { expiresAt: 2000 }, { expiresAt: 1000 }],
    ["sensitivity", { sensitivity: "public" }, { sensitivity: "public" }],
    ["sensitivity cannot rise", { sensitivity: "restricted" }, { sensitivity: "confidential" }],
    ["budget", { budget: { calls: 3, tokens: 5 } }, { budget: { calls: 3, writes: 2, tokens: 5 } }],
    ["budget cannot rise", { budget: { calls: 30 } }, { budget: { calls: 10, writes: 2 } }],
    ["purpose", { purpose: "support/refund" }, { purpose: "support/refund" }],
    ["any tool means the last link's tools", { tools: "any" }, { tools: SCOPE.tools }],
    ["no tool", { tools: {} }, { tools: {} }],
    ["a foreign tool", { tools: { drop: [{ args: {} }] } }, { tools: {} }],
    [
      "arguments",
      { tools: { send: [{ args: { to: oneOf(["bob", "eve"]), note: exact("x") } }] } },
      { tools: { send: [{ args: { to: exact("bob"), note: exact("x") } }] } },
    ],
    ["arguments apart", { tools: { send: [{ args: { to: exact("eve") } }] } }, { tools: {} }],
    [
      "resources",
      { tools: { read: [{ args: {}, resources: ["crm://orders/7", "crm://users/1"] }] } },
      {
        tools: {
          read: [
            { args: { id: exact(1) }, resources: ["crm://orders/7", "crm://users/1"] },
            { args: { id: exact(2) }, resources: ["crm://orders/7"] },
          ],
        },
      },
    ],
    [
      "alternatives that add nothing to an earlier one",
      { tools: { "fs.write": [{ args: {} }, { args: { note: exact("x") } }] } },
      { tools: { "fs.write": [{ args: {} }] } },
    ],
    [
      "alternatives that add nothing to a later one",
      { tools: { "fs.write": [{ args: { note: exact("x") } }, { args: {} }] } },
      { tools: { "fs.write": [{ args: {} }] } },
    ],
    [
      "resources that are narrower on either side",
      { tools: { two: [{ args: {}, resources: ["crm://a/1", "crm://b/**", "crm://d"] }] } },
      { tools: { two: [{ args: {}, resources: ["crm://b/2", "crm://a/1"] }] } },
    ],
    [
      "resources apart",
      { tools: { read: [{ args: { id: exact(2) }, resources: ["crm://users/**"] }] } },
      { tools: {} },
    ],
    [
      "alternatives, without those below another one",
      { tools: { read: [{ args: { id: exact(1) } }, { args: { id: oneOf([1, 2]) } }] } },
      {
        tools: {
          read: [{ args: { id: exact(1) } }, { args: { id: exact(2) }, resources: ["crm://orders/**"] }],
        },
      },
    ],
  ])("%s", (_name, changes, expected) => {
    expect(attenuated(changes)).toStrictEqual({ ...SCOPE, ...expected });
  });

  test("a purpose apart from the last one leaves no tool", () => {
    expect(attenuated({ purpose: "sales" }).tools).toEqual({});
    expect(attenuated({ purpose: "supporting" }).tools).toEqual({});
  });

  test("a wider purpose stays what it was", () => {
    const root = rootGrant({ id: "1", edge: "open", scope: { ...SCOPE, purpose: "support/refund" } });
    const { scope } = attenuate(root, { id: "2", edge: "step", scope: SCOPE }).links[1] as Grant["links"][0];
    expect(scope).toEqual({ ...SCOPE, purpose: "support/refund" });
  });
});

test.each([
  ["a lifetime that is no number", { expiresAt: Number.NaN }],
  ["a depth that is no number", { depth: Number.NaN }],
  ["a budget that is no number", { budget: { calls: Number.NaN } }],
])("%s ends closed", (_name, changes) => {
  const root = rootGrant({ id: "1", edge: "open", scope: SCOPE });
  const narrow = () => attenuate(root, { id: "2", edge: "delegate", scope: { ...SCOPE, ...changes } });
  expect(narrow).toThrow(AmbitError);
  expect(narrow).toThrow(
    expect.objectContaining({
      reason: "stage_failed",
      facts: { stage: "attenuate", edge: "delegate", link: "2" },
    }),
  );
});

test("whoever made a scope cannot change it any more", () => {
  const tools = { send: [{ args: { to: exact("ann") }, resources: ["/srv/my files/**"] }] };
  const budget = { calls: 1 };
  const grant = rootGrant({ id: "1", edge: "open", scope: { ...SCOPE, tools, budget } });
  const [link] = grant.links;
  const clause = (link.scope.tools as typeof tools).send[0];
  tools.send.pop();
  budget.calls = 99;
  expect(clause).toEqual({ args: { to: exact("ann") }, resources: ["file:///srv/my%20files/**"] });
  expect(link.scope.budget).toEqual({ calls: 1 });
  expect(link.scope.tools).toEqual({ send: [clause] });
  const parts = [
    grant,
    grant.links,
    link,
    link.scope,
    link.scope.budget,
    link.scope.tools,
    clause,
    clause?.args,
  ];
  const send = (link.scope.tools as typeof tools).send;
  for (const part of [...parts, send, clause?.resources]) expect(Object.isFrozen(part)).toBe(true);
});

test("a grant of two links is frozen, and so is what the meet made", () => {
  const child = attenuate(rootGrant({ id: "1", edge: "open", scope: SCOPE }), {
    id: "2",
    edge: "step",
    scope: withTools({ read: [{ args: { id: oneOf([1, 3]) }, resources: ["crm://**"] }] }),
  });
  const { scope } = child.links[1] as Grant["links"][0];
  const clauses = (scope.tools as unknown as { read: object[] }).read;
  const parts = [child, child.links, child.links[1], scope, scope.budget, scope.tools, clauses, ...clauses];
  for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
});

test("of related clauses the narrower one itself is kept", () => {
  const wide = rootGrant({ id: "1", edge: "open", scope: withTools({ send: [{ args: {} }] }) });
  const narrow = rootGrant({
    id: "1",
    edge: "open",
    scope: withTools({ send: [{ args: { to: exact(1) }, resources: ["**"] }] }),
  });
  const tools = ({ links }: Grant) =>
    ((links.at(-1) as Grant["links"][0]).scope.tools as { send: object[] }).send[0];
  const [clause] = [tools(narrow)];
  expect(tools(attenuate(wide, { id: "2", edge: "step", scope: narrow.links[0].scope }))).toBe(clause);
  expect(tools(attenuate(narrow, { id: "2", edge: "step", scope: wide.links[0].scope }))).toBe(clause);
});

test("a scope that the grant owns is not copied again", () => {
  const { scope } = rootGrant({ id: "1", edge: "open", scope: SCOPE }).links[0];
  expect(rootGrant({ id: "2", edge: "resume", scope }).links[0].scope).toBe(scope);
});

test("a pattern that has no canonical form is refused", () => {
  const scope = withTools({ read: [{ args: {}, resources: ["crm://orders/*"] }] });
  expect(() => rootGrant({ id: "1", edge: "open", scope })).toThrow(
    expect.objectContaining({ reason: "resource_invalid" }),
  );
});

describe("scopes in order", () => {
  test.each<[string, Partial<Scope>]>([
    ["tools", { tools: {} }],
    ["one of several tools", { tools: { send: [{ args: { to: exact("ann") } }] } }],
    ["one of several alternatives", { tools: { read: [{ args: { id: exact(1), x: wildcard() } }] } }],
    ["an alternative that covers nothing", { tools: { drop: [{ args: { x: oneOf([]) } }], read: [] } }],
    ["one of several patterns", { tools: { two: [{ args: {}, resources: ["crm://b/2"] }] } }],
    ["an alternative without resources", { tools: { drop: [{ args: {}, resources: [] }] } }],
    ["sensitivity", { sensitivity: "public" }],
    ["budget", { budget: { calls: 10, writes: 1, denials: 0 } }],
    ["lifetime", { expiresAt: 999 }],
    ["depth", { depth: 0 }],
    ["purpose", { purpose: "support/refund" }],
  ])("narrower: %s", (_name, changes) => {
    const child = { ...SCOPE, ...changes };
    expect(scopeLeq(child, SCOPE)).toBe(true);
    expect(scopeLeq(SCOPE, child)).toBe(false);
  });

  test.each<[string, Partial<Scope>]>([
    ["any tool", { tools: "any" }],
    ["a foreign tool", { tools: { drop: [{ args: {} }] } }],
    ["a name of Object.prototype", { tools: { constructor: [{ args: {} }] } as unknown as ToolScope }],
    ["an argument that must be absent", { tools: { drop: [{ args: { x: optional(oneOf([])) } }] } }],
    ["a free argument", { tools: { send: [{ args: {} }] } }],
    ["an argument that may be absent", { tools: { send: [{ args: { to: optional(exact("ann")) } }] } }],
    ["resources free", { tools: { read: [{ args: { id: exact(2) } }] } }],
    ["one pattern too many", { tools: { two: [{ args: {}, resources: ["crm://a/1", "crm://d/1"] }] } }],
    ["other resources", { tools: { read: [{ args: { id: exact(2) }, resources: ["crm://**"] }] } }],
    ["sensitivity", { sensitivity: "restricted" }],
    ["a budget raised", { budget: { calls: 11, writes: 2 } }],
    ["a budget left out", { budget: { calls: 10 } }],
    ["lifetime", { expiresAt: 1001 }],
    ["depth", { depth: 4 }],
    ["purpose", { purpose: "sales" }],
  ])("not narrower: %s", (_name, changes) => {
    expect(scopeLeq({ ...SCOPE, ...changes }, SCOPE)).toBe(false);
  });

  test("an argument that may be anything or absent is a free one", () => {
    const free = withTools({ send: [{ args: {} }] });
    const named = withTools({ send: [{ args: { to: optional(wildcard()) } }] });
    expect(scopeLeq(free, named) && scopeLeq(named, free)).toBe(true);
    expect(scopeLeq(free, withTools({ send: [{ args: { to: wildcard() } }] }))).toBe(false);
  });

  test("a scope that covers no call is below every other one", () => {
    const nothing = { ...SCOPE, tools: {}, depth: 9, purpose: "sales" };
    expect(scopeLeq(nothing, SCOPE)).toBe(true);
    expect(scopeLeq(scopeMeet(SCOPE, { ...SCOPE, purpose: "sales" }), { ...SCOPE, purpose: "x" })).toBe(true);
  });
});

test("a budget is met unit by unit; absent is unlimited", () => {
  expect(budgetMeet({ calls: 3, writes: 1 }, { calls: 5, tokens: 7 })).toEqual({
    calls: 3,
    writes: 1,
    tokens: 7,
  });
  expect(budgetMeet({}, {})).toEqual({});
  expect(budgetMeet({ denials: 0 }, { modelCalls: 0 })).toEqual({ denials: 0, modelCalls: 0 });
  expect(Object.isFrozen(budgetMeet({}, {}))).toBe(true);
});
