import {
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
  realpathSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AmbitError, type PolicyRequest, type ReloadObserver } from "@ambit/core";
import type { Adapter, Model } from "casbin";
import { describe, expect, it, onTestFinished } from "vitest";

import { defaultModel, lintPolicy, loadPolicy, openPolicy } from "../src/index.ts";

const TOOLS = "t: { action: any, effect: read, sensitivity: public }";
const ALLOW = "p, R1, bot, *, *, **, *, *, *, true, allow, none";
const DENY = "p, D1, bot, *, *, **, *, *, *, true, deny, none";
const CALL: PolicyRequest = {
  principals: [{ id: "bot" }],
  tool: "t",
  action: "any",
  resources: ["tool:t"],
  sensitivity: "public",
  intent: "work",
  depth: 0,
  env: {},
  args: {},
};

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function policyFolder(rules = ALLOW): string {
  const folder = mkdtempSync(join(tmpdir(), "ambit-reload-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  write(folder, { "model.conf": defaultModel, "rules.csv": rules, "tools.yaml": TOOLS });
  return folder;
}

/** Rules that a test exchanges, behind an adapter that a test may hold up. */
class Shelf implements Adapter {
  rules = ALLOW;
  loads = 0;
  gate: Promise<void> = Promise.resolve();

  async loadPolicy(model: Model): Promise<void> {
    this.loads += 1;
    const { rules, gate } = this;
    await gate;
    for (const line of rules.split("\n")) {
      const [ptype = "", ...fields] = line.split(",").map((field) => field.trim());
      model.model.get("p")?.get(ptype)?.policy.push(fields);
    }
  }

  savePolicy = (): Promise<boolean> => Promise.resolve(false);
  addPolicy = (): Promise<void> => Promise.resolve();
  removePolicy = (): Promise<void> => Promise.resolve();
  removeFilteredPolicy = (): Promise<void> => Promise.resolve();
}

const observer = (more: Partial<ReloadObserver>): ReloadObserver => ({
  asked: () => {},
  admit: () => {},
  failed: () => {},
  ...more,
});

describe("openPolicy", () => {
  it("watches nothing, and takes what stands in the folder when it is told to", async () => {
    const folder = policyFolder();
    let now = 1000;
    const policy = await openPolicy({ folder }, { clock: () => now });
    const before = policy.version;
    write(folder, { "rules.csv": DENY });
    expect(policy.decide(CALL).effect).toBe("allow");
    now = 2000;
    const result = await policy.reload();
    expect(result).toEqual({ ok: true, version: policy.version, changed: true });
    expect(policy.version).not.toBe(before);
    expect(policy.decide(CALL)).toMatchObject({ effect: "deny", version: policy.version });
    expect(policy.health()).toEqual({ version: policy.version, loadedAt: 2000 });
    await expect(policy.reload()).resolves.toMatchObject({ ok: true, changed: false });
  });

  it("leaves what was pinned as it was", async () => {
    const folder = policyFolder();
    const policy = await openPolicy({ folder });
    const pinned = policy.pin();
    write(folder, { "rules.csv": DENY, "tools.yaml": TOOLS.replace("t:", "u:") });
    await policy.reload();
    expect([pinned.decide(CALL).effect, pinned.tools, pinned.manifest("t")?.tool]).toEqual([
      "allow",
      ["t"],
      "t",
    ]);
    expect([policy.decide(CALL).reason, policy.tools, policy.manifest("t")]).toEqual([
      "tool_unknown",
      ["u"],
      undefined,
    ]);
  });

  it.each([
    [
      "a rule that does not compile",
      { "rules.csv": ALLOW.replace("allow", "alow") },
      "effect_unknown",
      /AMBIT-P104 .*rules\.csv:1:\d+ /u,
    ],
    ["half a manifest", { "tools.yaml": "t: { action: any," }, "yaml_invalid", /AMBIT-P102 /u],
    ["no rules", { "rules.csv": "" }, "policy_empty", /AMBIT-P103 /u],
  ])(
    "keeps the last good policy over %s, and says so until it is mended",
    async (_what, files, reason, finding) => {
      const folder = policyFolder();
      const policy = await openPolicy({ folder }, { clock: () => 7 });
      const good = policy.version;
      write(folder, files);
      const result = await policy.reload();
      const failure = { at: 7, reason, findings: [expect.stringMatching(finding)] };
      expect(result).toEqual({ ok: false, version: good, failure });
      expect(policy.health()).toEqual({ version: good, loadedAt: 7, lastFailure: failure });
      expect(policy.decide(CALL).effect).toBe("allow");
      write(folder, { "model.conf": defaultModel, "rules.csv": ALLOW, "tools.yaml": TOOLS });
      await policy.reload();
      expect(policy.health()).toEqual({ version: good, loadedAt: 7 });
    },
  );

  it("keeps it over a file that is gone, and over a source that throws", async () => {
    const folder = policyFolder();
    const policy = await openPolicy({ folder });
    rmSync(join(folder, "tools.yaml"));
    await expect(policy.reload()).resolves.toMatchObject({ ok: false, failure: { reason: "file_missing" } });
    const functions = { f: { arity: 1, pure: true, call: () => true } } as const;
    const fragile = await openPolicy({ folder: policyFolder() }, { functions });
    Object.defineProperty(functions, "f", {
      get: () => {
        throw new Error("gone");
      },
      enumerable: true,
    });
    await expect(fragile.reload()).resolves.toMatchObject({
      ok: false,
      failure: { reason: "policy_unavailable" },
    });
    expect(fragile.decide(CALL).effect).toBe("allow");
  });

  it("follows a folder that is exchanged at once, and knows its new files", async () => {
    const root = mkdtempSync(join(tmpdir(), "ambit-reload-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    for (const [name, rules] of [
      ["v1", ALLOW],
      ["v2", DENY],
    ] as const) {
      mkdirSync(join(root, name));
      write(join(root, name), { "model.conf": defaultModel, "rules.csv": rules, "tools.yaml": TOOLS });
    }
    symlinkSync("v1", join(root, "current"));
    const policy = await openPolicy({ folder: join(root, "current") });
    symlinkSync("v2", join(root, "next"));
    renameSync(join(root, "next"), join(root, "current"));
    await policy.reload();
    expect(policy.decide(CALL).effect).toBe("deny");
    expect(policy.files).toContain(realpathSync(join(root, "v2", "rules.csv")));
  });

  it("never lets an older reload overwrite a newer one, and reads twice at most for a flood", async () => {
    const shelf = new Shelf();
    const policy = await openPolicy({ model: defaultModel, adapter: shelf, tools: TOOLS });
    let open = (): void => {};
    shelf.gate = new Promise((resolve) => (open = resolve));
    const older = policy.reload();
    while (shelf.loads < 2) await new Promise((resolve) => setImmediate(resolve));
    shelf.rules = DENY;
    const flood = Array.from({ length: 500 }, () => policy.reload());
    open();
    expect(await older).toMatchObject({ ok: true, changed: false });
    const results = await Promise.all(flood);
    expect(new Set(results).size).toBe(1);
    expect(policy.decide(CALL).effect).toBe("deny");
    expect(shelf.loads).toBe(3);
  });

  it("asks its observers first: one that throws keeps the old policy", async () => {
    const folder = policyFolder();
    const policy = await openPolicy({ folder });
    const seen: unknown[] = [];
    policy.observe(
      observer({
        admit: ({ before, version }) => {
          seen.push(before !== version, policy.version === before);
          throw new AmbitError("ledger_unavailable");
        },
        failed: ({ reason }, kept) => void seen.push(reason, kept === policy.version),
      }),
    );
    write(folder, { "rules.csv": DENY });
    await expect(policy.reload()).resolves.toMatchObject({
      ok: false,
      failure: { reason: "ledger_unavailable" },
    });
    expect(seen).toEqual([true, true, "ledger_unavailable", true]);
    expect(policy.decide(CALL).effect).toBe("allow");
  });

  it("rejects when an observer refuses, before anything is read", async () => {
    const shelf = new Shelf();
    const policy = await openPolicy({ model: defaultModel, adapter: shelf, tools: TOOLS });
    policy.observe(
      observer({
        asked: () => {
          throw new AmbitError("reload_refused");
        },
      }),
    );
    await expect(policy.reload()).rejects.toMatchObject({ reason: "reload_refused" });
    expect(shelf.loads).toBe(1);
  });

  it("does not start with a policy that does not compile", async () => {
    await expect(openPolicy({ folder: policyFolder("p, R1") })).rejects.toMatchObject({
      name: "PolicyError",
    });
  });
});

describe("a folder that is written while it is read", () => {
  it("is refused: its files could be of different versions", async () => {
    const folder = policyFolder();
    const file = join(folder, "rules.csv");
    let version = 0;
    let writing = true;
    const writer = (async () => {
      while (writing) {
        writeFileSync(file, `${ALLOW}\n# ${"x".repeat(100)} ${version++}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const found = new Set<string>();
    for (let tries = 0; tries < 200 && !found.has("policy_torn"); tries++)
      for (const { reason, severity } of await lintPolicy({ folder }))
        found.add(severity === "fatal" ? reason : "");
    writing = false;
    await writer;
    expect(found).toContain("policy_torn");
    await expect(loadPolicy({ folder })).resolves.toMatchObject({ tools: ["t"] });
  });
});

describe("a policy that is loaded later", () => {
  it("must fit the schemas that the one before was checked against", async () => {
    const schema = {
      type: "object",
      properties: { amount: { type: "number" } },
      additionalProperties: false,
    };
    const folder = policyFolder();
    const policy = await openPolicy({ folder });
    policy.checkArguments(new Map([["t", schema]]));
    const { version } = policy;
    write(folder, { "rules.csv": ALLOW.replace("true", "args.amuont < 3") });
    expect(await policy.reload()).toMatchObject({
      ok: false,
      version,
      failure: { reason: "argument_unknown" },
    });
    expect(policy.version).toBe(version);
    write(folder, { "rules.csv": ALLOW.replace("true", "args.amount < 3") });
    expect(await policy.reload()).toMatchObject({ ok: true, changed: true });
  });
});
