import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { defaultModel, lintPolicy, loadPolicy, PolicyError } from "../src/index.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }\n";
const RULES = "p, A1, a, t, read, **, 0..2, *, 0..3, true, allow, none\n";

let root: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "policy-")));
});
afterAll(async () => rm(root, { recursive: true }));

async function folder(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(root, name);
  await mkdir(path);
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text);
  return path;
}

const whole = { "model.conf": defaultModel, "rules.csv": RULES, "tools.yaml": TOOLS };

describe("a policy folder", () => {
  it("is loaded once, with the real paths of what must be protected", async () => {
    const path = await folder("whole", whole);
    await symlink(path, join(root, "link"));
    const policy = await loadPolicy({ folder: join(root, "link") });
    expect(policy.files).toEqual([
      path,
      join(path, "model.conf"),
      join(path, "rules.csv"),
      join(path, "tools.yaml"),
    ]);
    expect(policy.version).toMatch(/^[0-9a-f]{12}$/u);
    await writeFile(join(path, "rules.csv"), RULES.replace("allow", "deny"));
    const ask = {
      principals: [{ id: "a" }],
      tool: "t",
      action: "read",
      resources: ["tool:t"],
      sensitivity: "public",
    } as const;
    const rest = { intent: "x", depth: 0, env: {}, args: {} };
    expect(policy.decide({ ...ask, ...rest }).effect).toBe("allow");
    const again = await loadPolicy({ folder: path });
    expect(again.version).not.toBe(policy.version);
    expect(again.decide({ ...ask, ...rest }).effect).toBe("deny");
  });

  it("has the same version as the same texts", async () => {
    const path = await folder("same", whole);
    const texts = { model: defaultModel, rules: RULES, tools: TOOLS };
    const version = (await loadPolicy(texts)).version;
    expect((await loadPolicy({ folder: path })).version).toBe(version);
    expect((await loadPolicy({ ...texts, tools: `${TOOLS}# more\n` })).version).not.toBe(version);
    expect((await loadPolicy(texts)).files).toEqual([]);
  });

  it("names each missing file, and the missing folder's", async () => {
    const path = await folder("partly", { "model.conf": defaultModel });
    const findings = await lintPolicy({ folder: path });
    expect(findings.map(({ reason, file }) => [reason, file])).toEqual([
      ["file_missing", join(path, "rules.csv")],
      ["file_missing", join(path, "tools.yaml")],
    ]);
    const error: unknown = await loadPolicy({ folder: join(root, "nowhere") }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PolicyError);
    expect(error).toMatchObject({
      reason: "file_missing",
      code: "AMBIT-P101",
      facts: { file: join(root, "nowhere", "model.conf") },
    });
  });

  it("reports the place by the path that was given", async () => {
    const path = await folder("broken", { ...whole, "rules.csv": `${RULES}p, A2, "a` });
    const error: unknown = await loadPolicy({ folder: path }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: "row_invalid", facts: { file: join(path, "rules.csv"), line: 2 } });
  });

  it("refuses options of the wrong type", async () => {
    await expect(loadPolicy({ folder: "" })).rejects.toBeInstanceOf(TypeError);
    await expect(loadPolicy({ model: 5, rules: "", tools: "" } as never)).rejects.toBeInstanceOf(TypeError);
  });
});
