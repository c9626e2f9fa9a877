import { CallError, type CallIssue, type CallSpec, describeCall, loadPolicy } from "../src/index.ts";
import { grantCovers, type ToolEntry } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { AGENT_RULES } from "./agent-policy.ts";
import { defaultModel } from "../src/index.ts";

const TOOLS = `
crm.refund:
  action: refund
  effect: write
  sensitivity: confidential
  resources: ["crm://{tenant}/orders/{args.orderId}"]
`;
const now = Date.UTC(2026, 10, 23, 9, 30);
const CALL: CallSpec = {
  subject: "user:alice",
  actor: "triage-bot",
  tool: "crm.refund",
  args: { orderId: "7", amount: 40 },
  purpose: "refund-customer",
  tenant: "acme",
};
const policy = await loadPolicy({ model: defaultModel, rules: AGENT_RULES, tools: TOOLS });

function issuesOf(value: unknown): readonly CallIssue[] {
  try {
    describeCall(value, { policy, now });
  } catch (error) {
    if (error instanceof CallError && error.reason === "call_spec_invalid") return error.issues;
  }
  throw new Error("accepted");
}

describe("describeCall", () => {
  it("takes from the manifest, the chain and the clock what the description leaves out", () => {
    const { request, grant, refused } = describeCall(CALL, { policy, now });
    expect([grant, refused]).toEqual([undefined, undefined]);
    const { provenance, ...facts } = request;
    expect(provenance?.risk?.()).toBe("high");
    expect(facts).toEqual({
      principals: [{ id: "user:alice" }, { id: "triage-bot" }],
      tool: "crm.refund",
      action: "refund",
      resources: ["crm://acme/orders/7"],
      sensitivity: "confidential",
      intent: "refund-customer",
      depth: 0,
      tenant: "acme",
      env: {
        attempt: 1,
        branch: false,
        siblings: 1,
        tainted: false,
        seen: 0,
        generation: 1,
        hour: 9,
        subject: { id: "user:alice" },
        actor: "triage-bot",
        tenant: "acme",
      },
      args: { orderId: "7", amount: 40 },
    });
  });

  it("takes what the description says instead", () => {
    const spec = {
      ...CALL,
      subject: { id: "user:bob", roles: ["lead"], attributes: { team: "eu", id: "root" } },
      roles: ["sre"],
      actor: undefined,
      actors: ["lead", "triage-bot"],
      env: { attempt: 3, hour: 23 },
      resource: "CRM://orders/9",
      sensitivity: 3,
      action: "read",
    };
    const { request } = describeCall(spec, { policy, now });
    expect(request).toMatchObject({
      principals: [{ id: "user:bob", roles: ["sre", "lead"] }, { id: "lead" }, { id: "triage-bot" }],
      depth: 1,
      action: "read",
      sensitivity: "restricted",
      resources: ["crm://orders/9"],
      env: { attempt: 3, hour: 23, subject: { team: "eu", id: "user:bob" }, actor: "triage-bot" },
    });
    const { tool, subject, purpose } = CALL;
    const bare = describeCall(
      { tool, subject, purpose, depth: 2, resource: ["mq:1", "mq:2"] },
      { policy, now },
    );
    expect(bare.request).toMatchObject({
      principals: [{ id: "user:alice" }],
      depth: 2,
      resources: ["mq:1", "mq:2"],
      env: { actor: "user:alice" },
    });
  });

  it("describes a tool without an entry as the strictest one", () => {
    const { request } = describeCall({ ...CALL, tool: "rm" }, { policy, now });
    expect(request).toMatchObject({ action: "unknown", sensitivity: "restricted", resources: ["tool:rm"] });
  });

  it("says that a resource has no canonical form", () => {
    const call = { ...CALL, args: { orderId: "..", amount: 40 } };
    expect(describeCall(call, { policy, now }).refused).toBe("resource_invalid");
    expect(describeCall({ ...CALL, resource: "/a/../b" }, { policy, now }).refused).toBe("resource_invalid");
  });

  it("passes on what the manifest throws", () => {
    const broken = {
      manifest: (): ToolEntry => {
        throw new RangeError("no manifest");
      },
    };
    expect(() => describeCall(CALL, { policy: broken, now })).toThrow(RangeError);
  });

  it.each<[object, CallIssue]>([
    [{ toool: "x" }, { key: "toool", message: "is no key of a call", suggestion: "tool" }],
    [{ zzzzzzzz: 1 }, { key: "zzzzzzzz", message: "is no key of a call" }],
    [{ tool: undefined }, { key: "tool", message: "is missing" }],
    [
      { purpose: "Refund!" },
      { key: "purpose", message: "a purpose is a path of lower-case words: support/refund" },
    ],
    [{ depth: "1" }, { key: "depth", message: "expected number, received string" }],
    [
      { actors: ["a"] },
      { key: "actor", message: "stands beside actors: the last of actors is the one that calls" },
    ],
    [
      { env: { atempt: 2 } },
      { key: "env.atempt", message: "is nothing that env holds", suggestion: "attempt" },
    ],
    [{ env: { "": 2 } }, { key: "env.", message: "is nothing that env holds" }],
    [
      { subject: { id: "a", role: [] } },
      { key: "subject.role", message: "is no key of a call", suggestion: "roles" },
    ],
    [
      { sensitivity: "secret" },
      { key: "sensitivity", message: "is none of public, internal, confidential, restricted, a number" },
    ],
    [{ args: [] }, { key: "args", message: "expected record, received array" }],
    [
      { provenance: { contestd: [] } },
      { key: "provenance.contestd", message: "is no key of a call", suggestion: "contested" },
    ],
    [
      { provenance: { from: { orderId: "usr" } } },
      {
        key: "provenance.from.orderId",
        message: "is none of user, subject, approved, own, counterparty, prose, model",
        suggestion: "user",
      },
    ],
    [
      { provenance: { from: { ordrId: "user" } } },
      { key: "provenance.from.ordrId", message: "is no argument of the call", suggestion: "orderId" },
    ],
    [
      { provenance: { copied: ["zzzzzzzz"] } },
      { key: "provenance.copied.zzzzzzzz", message: "is no argument of the call" },
    ],
    [{ grant: [] }, { key: "grant", message: "Too small: expected array to have >=1 items" }],
    [
      { grant: [{ toools: [] }] },
      { key: "grant.0.toools", message: "is no key of a call", suggestion: "tools" },
    ],
    [
      { grant: [{ tools: { a: 1 } }] },
      { key: "grant.0.tools.a", message: "is a clause: { args, resources }" },
    ],
    [
      { grant: [{ tools: { a: { arg: {} } } }] },
      { key: "grant.0.tools.a.arg", message: "is no key of a clause: args and resources are" },
    ],
    [
      { grant: [{ tools: { a: { args: 1 } } }] },
      { key: "grant.0.tools.a.args", message: "is an object of constraints" },
    ],
    [
      { grant: [{ tools: { a: { args: { x: { constraint_type: "rnge" } } } } }] },
      {
        key: "grant.0.tools.a.args.x",
        message: 'is no constraint: { "constraint_type": "range", "max": 100 }',
      },
    ],
    [
      { grant: [{ tools: { a: [{ resources: "x" }] } }] },
      { key: "grant.0.tools.a.resources", message: "is a list of resource patterns" },
    ],
  ])("refuses %j", (part, issue) => {
    expect(issuesOf({ ...CALL, ...part })).toContainEqual(issue);
  });

  it("refuses what is no object, and lists all issues in its message", () => {
    expect(issuesOf("x")).toEqual([{ key: "", message: "expected object, received string" }]);
    expect(() => describeCall({ ...CALL, toool: "x", depth: -1 }, { policy, now })).toThrow(
      'AMBIT-G111 the call is not described well\n  depth  Too small: expected number to be >=0\n  toool  is no key of a call: did you mean "tool"?',
    );
  });

  it("reads a grant link by link", () => {
    const links = [
      {},
      {
        id: "f2",
        sensitivity: 2,
        depth: 1,
        tools: {
          "crm.refund": [
            { args: { amount: { constraint_type: "range", max: 50 } }, resources: ["crm://acme/**"] },
          ],
        },
      },
      { edge: "step", tools: ["crm.refund", "crm.get"], purpose: "refund-customer/late", expiresAt: now + 1 },
    ] as const;
    const { grant } = describeCall({ ...CALL, grant: links }, { policy, now });
    expect(grant?.links.map(({ id, edge, scope }) => [id, edge, scope.purpose])).toEqual([
      ["link 1", "open", "refund-customer"],
      ["f2", "delegate", "refund-customer"],
      ["link 3", "step", "refund-customer/late"],
    ]);
    const asked = {
      tool: "crm.refund",
      args: { amount: 60 },
      resources: ["crm://acme/orders/7"],
      sensitivity: "internal",
      purpose: "refund-customer/late",
      now,
    } as const;
    if (grant === undefined) throw new Error("no grant");
    expect(grantCovers(grant, asked)).toMatchObject({ reason: "constraint_violation", link: "f2" });
    expect(grantCovers(grant, { ...asked, args: { amount: 50 } })).toBeUndefined();
    expect(grant.links[2]?.scope.tools).toHaveProperty("crm.refund");
    expect(grant.links[2]?.scope.tools).not.toHaveProperty("crm.get");
  });
});
