import {
  attenuate,
  type CoverRequest,
  exact,
  type Grant,
  grantCovers,
  maxLen,
  oneOf,
  optional,
  rootGrant,
  type Scope,
  sensMax,
} from "@ambit/core";
import { describe, expect, test } from "vitest";

const SCOPE: Scope = {
  tools: {
    send: [
      { args: { to: oneOf(["ann", "bob"]), note: optional(maxLen(3)) }, resources: ["crm://orders/**"] },
    ],
    read: [{ args: { id: exact(1) } }, { args: { id: exact(2) }, resources: ["crm://orders/2"] }],
    free: [{ args: {} }],
    none: [],
  },
  sensitivity: "internal",
  budget: {},
  expiresAt: 1000,
  depth: 1,
  purpose: "support/refund",
};
const GRANT: Grant = rootGrant({ id: "root", edge: "open", scope: SCOPE });

function call(changes: Partial<CoverRequest> = {}): CoverRequest {
  return {
    tool: "send",
    args: { to: "ann" },
    resources: ["crm://orders/7"],
    sensitivity: "internal",
    purpose: "support/refund",
    now: 999,
    ...changes,
  };
}

describe("a call is covered", () => {
  test.each<[string, Partial<CoverRequest>]>([
    ["as granted", {}],
    ["with an argument that is not named", { args: { to: "bob", cc: "eve" } }],
    ["with an argument that may be absent", { args: { to: "bob", note: "abc" } }],
    ["for a deeper purpose", { purpose: "support/refund/eu" }],
    ["with less sensitive data", { sensitivity: "public" }],
    ["by the second alternative", { tool: "read", args: { id: 2 }, resources: ["crm://orders/2"] }],
    ["without any constraint", { tool: "free", args: { x: [1] }, resources: [] }],
    ["with several resources", { resources: ["crm://orders/7", "crm://orders"] }],
  ])("%s", (_name, changes) => {
    expect(grantCovers(GRANT, call(changes))).toBeUndefined();
  });
});

describe("a call is refused, with link, edge and what", () => {
  test.each<[string, Partial<CoverRequest>, string, string]>([
    ["at the end of the lifetime", { now: 1000 }, "grant_expired", "expiresAt"],
    ["at no time", { now: Number.NaN }, "grant_expired", "expiresAt"],
    ["for another purpose", { purpose: "support" }, "purpose_outside", "support/refund"],
    [
      "for a purpose with the same beginning",
      { purpose: "support/refunds" },
      "purpose_outside",
      "support/refund",
    ],
    ["with more sensitive data", { sensitivity: "confidential" }, "sensitivity_exceeded", "internal"],
    ["of another tool", { tool: "drop" }, "tool_not_granted", "drop"],
    ["of a tool without alternatives", { tool: "none" }, "tool_not_granted", "none"],
    ["of a tool in other case", { tool: "Send" }, "tool_not_granted", "Send"],
    ["of a name of Object.prototype", { tool: "constructor" }, "tool_not_granted", "constructor"],
    ["of __proto__", { tool: "__proto__" }, "tool_not_granted", "__proto__"],
    ["with another argument", { args: { to: "eve" } }, "constraint_violation", "to"],
    ["with a list of one", { args: { to: ["ann"] } }, "constraint_violation", "to"],
    ["without an argument", { args: {} }, "constraint_violation", "to"],
    [
      "with an inherited argument",
      { args: Object.create({ to: "ann" }) as {} },
      "constraint_violation",
      "to",
    ],
    ["with a long note", { args: { to: "ann", note: "abcd" } }, "constraint_violation", "note"],
    [
      "on another resource",
      { resources: ["crm://orders/7", "crm://users/1"] },
      "resource_not_granted",
      "crm://users/1",
    ],
    ["on no resource", { resources: [] }, "resource_not_granted", "none"],
    ["by no alternative", { tool: "read", args: { id: 3 } }, "constraint_violation", "id"],
    ["nearly by the second", { tool: "read", args: { id: 2 } }, "resource_not_granted", "crm://orders/7"],
  ])("%s", (_name, changes, reason, what) => {
    expect(grantCovers(GRANT, call(changes))).toEqual({ reason, what, link: "root", edge: "open" });
  });
});

test("of several refusals the closest is told, wherever it stands", () => {
  const scope = { ...SCOPE, tools: { read: [...(SCOPE.tools as { read: [] }).read].toReversed() } };
  const grant = rootGrant({ id: "root", edge: "open", scope });
  expect(grantCovers(grant, call({ tool: "read", args: { id: 2 } }))?.reason).toBe("resource_not_granted");
});

test("what an argument names is held against the ceiling of its constraint", () => {
  const grant = rootGrant({
    id: "root",
    edge: "open",
    scope: { ...SCOPE, tools: { send: [{ args: { to: sensMax("public") } }] } },
  });
  expect(grantCovers(grant, call({ sensitivity: "public" }))).toBeUndefined();
  expect(grantCovers(grant, call())?.reason).toBe("constraint_violation");
});

test("every link is tested, and the first that refuses is named", () => {
  const step = attenuate(GRANT, {
    id: "step",
    edge: "step",
    scope: { ...SCOPE, tools: { send: [{ args: { to: exact("ann") } }] } },
  });
  const leaf = attenuate(step, { id: "leaf", edge: "delegate", scope: { ...SCOPE, tools: "any", depth: 0 } });
  expect(grantCovers(leaf, call())).toBeUndefined();
  expect(grantCovers(leaf, call({ args: { to: "bob" } }))).toMatchObject({ link: "step", edge: "step" });
  expect(grantCovers(leaf, call({ args: { to: "eve" } }))).toMatchObject({ link: "root", edge: "open" });

  const forged: Grant = {
    links: [GRANT.links[0], { id: "wide", edge: "step", scope: { ...SCOPE, tools: "any" } }],
  };
  expect(grantCovers(forged, call({ tool: "drop" }))).toMatchObject({ link: "root" });
  const narrow: Grant = {
    links: [{ id: "wide", edge: "open", scope: { ...SCOPE, tools: "any" } }, GRANT.links[0]],
  };
  expect(grantCovers(narrow, call({ tool: "drop" }))).toMatchObject({ link: "root" });
});
