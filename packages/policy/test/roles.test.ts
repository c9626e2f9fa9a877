import { describe, expect, it } from "vitest";

import { RoleGraph } from "../src/role/role-graph.ts";

describe("roles", () => {
  it("are followed over ten links, as in casbin", () => {
    const graph = new RoleGraph("g");
    for (let index = 0; index < 12; index++) graph.link(`r${index}`, `r${index + 1}`);
    expect(graph.has("r0", "r10")).toBe(true);
    expect(graph.has("r0", "r11")).toBe(false);
    expect(graph.has("r1", "r11")).toBe(true);
  });

  it("may be linked in circles without end", () => {
    const plain = new RoleGraph("g");
    for (let from = 0; from < 60; from++) for (let to = 0; to < 60; to++) plain.link(`r${from}`, `r${to}`);
    expect(plain.has("r0", "r59")).toBe(true);
    expect(plain.has("r0", "other")).toBe(false);
  });

  it("of one decision reach on through the policy's links and leave no trace", () => {
    const plain = new RoleGraph("g");
    plain.link("engineer", "reader");
    plain.link("bot", "user:x");
    const extra = { name: "user:x", roles: ["engineer"] };
    expect(plain.has("user:x", "reader", extra)).toBe(true);
    expect(plain.has("bot", "reader", extra)).toBe(true);
    expect(plain.has("user:y", "reader", extra)).toBe(false);
    expect(plain.has("user:x", "reader")).toBe(false);
    expect(plain.has("bot", "reader")).toBe(false);
  });

  it("hold in their own domain only", () => {
    const graph = new RoleGraph("g");
    graph.link("ann", "admin", "acme");
    expect(graph.hasIn("acme", ["ann", "admin"])).toBe(true);
    expect(graph.hasIn("globex", ["ann", "admin"])).toBe(false);
    expect(graph.hasIn("__proto__", ["ann", "admin"])).toBe(false);
    const extra = { name: "ann", roles: ["boss"], domain: "acme" };
    expect(graph.hasIn("acme", ["ann", "boss"], extra)).toBe(true);
    expect(graph.hasIn("globex", ["ann", "boss"], extra)).toBe(false);
  });

  it("imply the purposes above a purpose, in g3 alone", () => {
    expect(new RoleGraph("g3").has("support/refund/small", "support")).toBe(true);
    expect(new RoleGraph("g3").has("supporting", "support")).toBe(false);
    expect(new RoleGraph("g").has("support/refund", "support")).toBe(false);
    const plain = new RoleGraph("g3");
    plain.link("support", "company");
    expect(plain.has("support/refund", "company")).toBe(true);
  });
});
