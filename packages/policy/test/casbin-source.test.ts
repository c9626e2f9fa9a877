import {
  type Adapter,
  FileAdapter,
  type Model,
  newModelFromFile,
  newModelFromString,
  setDefaultFileSystem,
  StringAdapter,
} from "casbin";
import fs from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  defaultModel,
  edgeModel,
  lintPolicy,
  loadPolicy,
  type PolicySnapshot,
  type PolicySource,
} from "../src/index.ts";

const TOOLS = { "crm.read": { action: "read", effect: "read", sensitivity: "internal" } };
const RULES = `p, A1, clerk, crm, read, **, 0..2, *, *, "args.n < 3 && env.model != 'x, y'", allow, none
p, D1, clerk, *, *, crm://secret/**, *, *, *, true, deny, alert:ops
g, bot, clerk
g2, crm.read, crm`;
const ROWS: readonly (readonly string[])[] = [
  [
    "p",
    "A1",
    "clerk",
    "crm",
    "read",
    "**",
    "0..2",
    "*",
    "*",
    "args.n < 3 && env.model != 'x, y'",
    "allow",
    "none",
  ],
  ["p", "D1", "clerk", "*", "*", "crm://secret/**", "*", "*", "*", "true", "deny", "alert:ops"],
  ["g", "bot", "clerk"],
  ["g2", "crm.read", "crm"],
];

let folder = "";
beforeAll(async () => {
  // casbin reads files only through a file system that it is given
  setDefaultFileSystem(fs as unknown as Parameters<typeof setDefaultFileSystem>[0]);
  folder = await mkdtemp(join(tmpdir(), "ambit-source-"));
  await writeFile(join(folder, "model.conf"), defaultModel);
  await writeFile(join(folder, "rules.csv"), RULES);
});
afterAll(() => rm(folder, { recursive: true }));

function ask(policy: PolicySnapshot, resource: string): string {
  const { effect, matched } = policy.decide({
    principals: [{ id: "bot" }],
    tool: "crm.read",
    action: "read",
    resources: [resource],
    sensitivity: "internal",
    intent: "work",
    depth: 0,
    env: { model: "m" },
    args: { n: 1 },
  });
  return `${effect} ${matched.map(({ id }) => id).join("+")}`;
}

/** An adapter of somebody else's: it pushes rows as it likes. */
const pushing = (rows: readonly (readonly unknown[])[]): Adapter =>
  ({
    loadPolicy: async (model: Model) => {
      for (const [ptype, ...fields] of rows)
        model.model
          .get(String(ptype).charAt(0))
          ?.get(String(ptype))
          ?.policy.push(fields as string[]);
    },
  }) as unknown as Adapter;

const found = async (source: PolicySource): Promise<readonly string[]> =>
  (await lintPolicy(source)).map(({ severity, reason, text }) => `${severity} ${reason} ${text}`);

describe("a policy from casbin's own parts", () => {
  it.each<[string, () => Adapter]>([
    ["a string", () => new StringAdapter(RULES)],
    ["a file", () => new FileAdapter(join(folder, "rules.csv"))],
    ["anybody's adapter", () => pushing(ROWS)],
  ])("decides like the texts, from %s", async (_what, adapter) => {
    const texts = await loadPolicy({ model: defaultModel, rules: RULES, tools: TOOLS });
    for (const model of [
      defaultModel,
      newModelFromString(defaultModel),
      newModelFromFile(join(folder, "model.conf")),
    ]) {
      const policy = await loadPolicy({ model, adapter: adapter(), tools: TOOLS });
      for (const resource of ["crm://a/1", "crm://secret/1"])
        expect(ask(policy, resource)).toBe(ask(texts, resource));
      expect(ask(policy, "crm://a/1")).toBe("allow A1");
      expect(ask(policy, "crm://secret/1")).toBe("deny A1+D1");
    }
  });

  it("keeps the model that casbin has read, second definitions too", async () => {
    const rules = `${RULES}\np2, E1, open, *, *, *, *, **, *, allow`;
    const model = newModelFromString(edgeModel);
    const policy = await loadPolicy({ model, adapter: new StringAdapter(rules), tools: TOOLS });
    const asked = { edge: "open", from: { id: "a" }, to: { id: "b" }, intent: "work" } as const;
    expect(policy.carry?.(asked).effect).toBe("allow");
  });

  it("is read once: what the adapter does later changes nothing", async () => {
    const rows = ROWS.map((row) => [...row]);
    const policy = await loadPolicy({ model: defaultModel, adapter: pushing(rows), tools: TOOLS });
    for (const row of rows) row.length = 0;
    expect(ask(policy, "crm://secret/1")).toBe("deny A1+D1");
  });

  it("is versioned by what was read", async () => {
    const load = async (rows: typeof ROWS) =>
      (await loadPolicy({ model: defaultModel, adapter: pushing(rows), tools: TOOLS })).version;
    const [first, again, less] = await Promise.all([ROWS, ROWS, ROWS.slice(0, 1)].map(load));
    expect(first).toBe(again);
    expect(first).not.toBe(less);
  });

  it.each([
    ["cuts a row short", ["p", "A1", "bot", "crm"], "fatal row_width crm"],
    ["adds a column", ["p", ...Array.from({ length: 12 }, () => "x")], "fatal row_width x"],
    ["has a row of a kind that the model lacks", ["p2", "bot", "deny"], "fatal ptype_unknown p2"],
    ["has a row of no kind", ["q", "bot", "deny"], "fatal ptype_unknown q"],
    ["has a field with a line break", ["g", "a\np, b", "c"], "fatal row_invalid field 2"],
    ["has a field with outer white space", ["g", " a", "c"], "fatal row_invalid field 2"],
    ["has a number for a text", ["p", 5], "fatal file_missing "],
    [
      "has fields that are not there",
      ["p", ...Array.from({ length: 11 }, () => undefined)],
      "fatal file_missing ",
    ],
  ])("is refused when the adapter %s", async (_what, row, expected) => {
    const adapter = pushing([...ROWS, row]);
    expect(await found({ model: defaultModel, adapter, tools: TOOLS })).toContain(expected);
  });

  it("is refused when the adapter throws, or holds nothing", async () => {
    const broken = { loadPolicy: () => Promise.reject(new Error("no route to host")) } as unknown as Adapter;
    const findings = await lintPolicy({ model: defaultModel, adapter: broken, tools: TOOLS });
    expect(findings).toMatchObject([{ reason: "file_missing", severity: "fatal" }]);
    expect(findings[0]?.message).toBe("the adapter could not load the rules: no route to host");
    expect(await found({ model: defaultModel, adapter: pushing([]), tools: TOOLS })).toContain(
      "fatal policy_empty ",
    );
  });

  it("is refused with the model's own findings where casbin cannot read it", async () => {
    const adapter = new StringAdapter(RULES);
    expect(await found({ model: "nonsense", adapter, tools: TOOLS })).toContain(
      "fatal model_invalid nonsense",
    );
  });
});
