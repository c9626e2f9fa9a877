import { readFile } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { defaultModel, type Finding, lintPolicy, loadPolicy } from "../src/index.ts";
import { manifestJsonSchema } from "../src/manifest/manifest-schema.ts";

const RULES = "p, A1, a, t, read, **, 0..2, *, 0..3, true, allow, none";
const FULL = `crm.refund:
  action: refund
  effect: write
  risk: high
  idempotent: false
  sensitivity: confidential
  resources: ["crm://{tenant}/orders/{args.orderId}", "mailto:{args.cc[*]}", "file://{args.path/}"]
  args: { orderId: object, cc: address, "items[*].note": prose }
  redact: { card: mask }
  audiences: [https://crm]
  resolve: orderResolver
  opaque: [stamp]
  returns:
    sensitivity: 1
    fields: { "orders[*].id": id, "orders[*].note": prose }
`;

/** The findings in the manifest: the rules may name other tools. */
async function lint(tools: unknown): Promise<readonly Finding[]> {
  const findings = await lintPolicy({ model: defaultModel, rules: RULES, tools });
  return findings.filter(({ file }) => file === "tools.yaml");
}

function places(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ reason, file, line, column, text }) => `${reason} ${file}:${line}:${column} ${text}`,
  );
}

describe("the tool manifest", () => {
  it("is read in full", async () => {
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: FULL });
    expect(policy.tools).toEqual(["crm.refund"]);
    expect(policy.manifest("crm.refund")).toEqual({
      tool: "crm.refund",
      action: "refund",
      effect: "write",
      risk: "high",
      idempotent: false,
      sensitivity: "confidential",
      resources: ["crm://{tenant}/orders/{args.orderId}", "mailto:{args.cc[*]}", "file://{args.path/}"],
      args: { orderId: "object", cc: "address", "items[*].note": "prose" },
      redact: { card: "mask" },
      audiences: ["https://crm"],
      resolve: "orderResolver",
      opaque: ["stamp"],
      returns: { sensitivity: "internal", fields: { "orders[*].id": "id", "orders[*].note": "prose" } },
    });
    expect(Object.isFrozen(policy.manifest("crm.refund")?.returns.fields)).toBe(true);
  });

  it("takes what is not labelled for the strictest class", async () => {
    const tools = { t: { action: "read", effect: "write", sensitivity: 3 } };
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools });
    expect(policy.manifest("t")).toEqual({
      tool: "t",
      action: "read",
      effect: "write",
      risk: "high",
      idempotent: false,
      sensitivity: "restricted",
      resources: [],
      args: {},
      redact: {},
      audiences: [],
      opaque: [],
      returns: { sensitivity: "restricted", fields: {} },
    });
  });

  it("takes what it says of results", async () => {
    const fields = { "[*].id": "id", "*.from": "counterparty", "files.@keys": "id", "[*][*]": "prose" };
    const returns = { sensitivity: "public", fields, parse: "yaml", secrets: ["key"], errors: "message" };
    const tools = { t: { action: "read", effect: "commit", completes: ["w"], sensitivity: 0, returns } };
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools });
    expect(policy.manifest("t")).toMatchObject({ completes: ["w"], returns });
  });

  it.each(["", ".id", "[*]id", "a[0]", "a..b", "a b"])("refuses %j as the path of a field", async (path) => {
    const tools = {
      t: { action: "read", effect: "read", sensitivity: 0, returns: { fields: { [path]: "id" } } },
    };
    await expect(loadPolicy({ model: defaultModel, rules: RULES, tools })).rejects.toThrow("AMBIT-P114");
  });

  it("takes __proto__ and constructor for ordinary names of tools", async () => {
    const entry = "{ action: read, effect: read, sensitivity: public }";
    const policy = await loadPolicy({
      model: defaultModel,
      rules: RULES,
      tools: `__proto__: ${entry}\nconstructor: ${entry}`,
    });
    expect(policy.tools).toEqual(["__proto__", "constructor"]);
    expect(policy.manifest("__proto__")?.action).toBe("read");
    expect(policy.manifest("toString")).toBeUndefined();
    expect(({} as { action?: string }).action).toBeUndefined();
  });

  const MISTAKES = [
    {
      name: "an unknown key",
      from: "action: refund",
      to: "action: refund\n  efect: write",
      place: "manifest_invalid tools.yaml:3:3 efect",
      suggestion: "effect",
    },
    {
      name: "an unknown key of returns",
      from: "    sensitivity: 1",
      to: "    sensitivty: 1",
      place: "manifest_invalid tools.yaml:14:5 sensitivty",
      suggestion: "sensitivity",
    },
    { name: "a missing label", from: "  effect: write\n", to: "", place: "manifest_invalid tools.yaml:1:1 " },
    {
      name: "an unknown effect",
      from: "effect: write",
      to: "effect: wrte",
      place: "manifest_invalid tools.yaml:3:11 wrte",
      suggestion: "write",
    },
    {
      name: "an unknown sensitivity",
      from: "sensitivity: confidential",
      to: "sensitivity: confidental",
      place: "manifest_invalid tools.yaml:6:16 confidental",
      suggestion: "confidential",
    },
    {
      name: "a sensitivity out of range",
      from: "sensitivity: confidential",
      to: "sensitivity: 4",
      place: "manifest_invalid tools.yaml:6:16 4",
    },
    {
      name: "an unknown role",
      from: "orderId: object",
      to: "orderId: objct",
      place: "manifest_invalid tools.yaml:8:20 objct",
      suggestion: "object",
    },
    {
      name: "a role of __proto__",
      from: "orderId: object",
      to: "__proto__: object",
      place: "manifest_invalid tools.yaml:8:11 __proto__",
    },
    {
      name: "a path that is none",
      from: '"items[*].note"',
      to: '"items[0].note"',
      place: "manifest_invalid tools.yaml:8:41 items[0].note",
    },
    {
      name: "an unknown redaction",
      from: "card: mask",
      to: "card: blur",
      place: "manifest_invalid tools.yaml:9:19 blur",
    },
    {
      name: "a redaction of a misspelt argument",
      from: "card: mask",
      to: '"ordrId.last": mask',
      place: "manifest_invalid tools.yaml:9:13 ordrId",
      suggestion: "orderId",
    },
    {
      name: "an opaque argument that is misspelt",
      from: "[stamp]",
      to: "[cc, itms]",
      place: "manifest_invalid tools.yaml:12:16 itms",
      suggestion: "items",
    },
    {
      name: "an unknown placeholder",
      from: "{args.orderId}",
      to: "{arg.orderId}",
      place: "manifest_invalid tools.yaml:7:15 {arg.orderId}",
    },
    {
      name: "a placeholder that is not closed",
      from: "{args.orderId}",
      to: "{args.orderId",
      place: "manifest_invalid tools.yaml:7:15 crm://{tenant}/orders/{args.orderId",
    },
    {
      name: "a resource without a scheme",
      from: "crm://{tenant}",
      to: "crm/{tenant}",
      place: "manifest_invalid tools.yaml:7:15 crm/{tenant}/orders/{args.orderId}",
    },
    {
      name: "a key twice",
      from: "risk: high",
      to: "effect: read",
      place: "manifest_invalid tools.yaml:4:3 effect",
    },
    {
      name: "a tool twice",
      from: "crm.refund:",
      to: "crm.refund: { action: x }\ncrm.refund:",
      place: "manifest_invalid tools.yaml:2:1 crm.refund",
    },
    {
      name: "broken YAML",
      from: "{ card: mask }",
      to: "{ card: mask",
      place: "yaml_invalid tools.yaml:10:3 audiences",
    },
    {
      name: "a text for an entry",
      from: /[^]*/u,
      to: "crm.refund: high",
      place: "manifest_invalid tools.yaml:1:13 high",
    },
    {
      name: "an entry of nothing",
      from: /[^]*/u,
      to: "crm.refund:",
      place: "manifest_invalid tools.yaml:1:12 ",
    },
    { name: "a list of tools", from: /[^]*/u, to: "- crm.refund", place: "manifest_invalid tools.yaml:1:1 " },
    { name: "a number for a name", from: "crm.refund:", to: "5:", place: "manifest_invalid tools.yaml:1:1 " },
  ] as const;

  it.each(MISTAKES)("finds $name", async (mistake) => {
    const findings = await lint(FULL.replace(mistake.from, () => mistake.to));
    expect(places(findings)).toContain(mistake.place);
    const finding = findings.find((one) => places([one])[0] === mistake.place);
    expect(finding?.suggestion).toBe("suggestion" in mistake ? mistake.suggestion : undefined);
    expect(finding?.severity).toBe("fatal");
  });

  it("warns of a redacted or opaque argument that args does not list, and loads", async () => {
    const findings = await lint(FULL.replace("card: mask", "bcc: mask, constructor: drop, cc: hash"));
    expect(findings.map(({ severity }) => severity)).toEqual(["warning", "warning", "warning"]);
    expect(places(findings)).toEqual([
      "manifest_invalid tools.yaml:9:13 bcc",
      "manifest_invalid tools.yaml:9:24 constructor",
      "manifest_invalid tools.yaml:12:12 stamp",
    ]);
    const bare = { t: { action: "read", effect: "read", sensitivity: 0, redact: { card: "drop" } } };
    expect((await lint(bare)).map(({ severity }) => severity)).toEqual(["warning"]);
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: bare });
    expect(policy.manifest("t")?.redact).toEqual({ card: "drop" });
  });

  it("may be empty: then every tool is unknown", async () => {
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: "" });
    expect(policy.tools).toEqual([]);
    expect(policy.mayReach({ id: "a" }, "t")).toBe(false);
  });

  it("does not expand aliases without end", async () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]`;
    const findings = await lint(bomb);
    expect(findings.map((finding) => finding.reason)).toContain("manifest_invalid");
  });

  it("has a published schema that is current", async () => {
    const published: unknown = JSON.parse(
      await readFile(new URL("../tools.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
  });
});
