import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultModel, loadPolicy } from "@ambit/policy";
import { describe, expect, it } from "vitest";
import { manifestEntry } from "../src/doctor/manifest-entry.ts";
import { satisfies } from "../src/doctor/satisfies.ts";
import { temporaryFolder } from "./ledger-folder.ts";
import { runCli } from "./run-cli.ts";

const AGENTS = fileURLToPath(new URL("./fixture/agents.ts", import.meta.url));
const RULES = "p, R1, bot, *, *, **, *, *, *, true, allow, none\n";
const TOOLS = "crm-read: { action: read, effect: read, sensitivity: public }\n";

function policyFolder(rules = RULES): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "model.conf"), defaultModel);
  writeFileSync(join(folder, "rules.csv"), rules);
  writeFileSync(join(folder, "tools.yaml"), TOOLS);
  return folder;
}

describe("ambit doctor", { timeout: 60_000 }, () => {
  it("lists agents, tools, seals and missing entries, and prints the entries to add", async () => {
    const folder = policyFolder();
    const { code, out, err } = await runCli(["doctor", AGENTS, "--policy", folder]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/^ {2}✓ node {19}\d+\.\d+\.\d+$/mu);
    expect(out).toMatch(/^ {2}✓ langchain {14}1\.\d+\.\d+$/mu);
    expect(out).toContain(`policy ${folder}\n  ✓ compiles, nothing to report\n`);
    expect(out).toContain("agent support  export support\n  ✓ crm-read    sealed    in manifest");
    expect(out).toContain("  ✗ crm-delete  sealed    NO ENTRY");
    expect(out).toContain(
      "  ○ greeting.before_model  is a function: seal the tools that it calls with ambit.tools",
    );
    expect(out).toContain("✗ UNPROTECTED  export forgotten: its tools run without a decision");
    expect(out).toContain(`add to ${folder}/tools.yaml\n`);
    expect(out).toContain(`\n${manifestEntry("crm-delete")}\n${manifestEntry("mail-send")}\n`);
  });

  it("says the same in JSON", async () => {
    const { code, out } = await runCli(["doctor", AGENTS, "--json"]);
    expect(code).toBe(1);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(report).not.toHaveProperty("policy");
    expect(report).toMatchObject({
      module: {
        file: AGENTS,
        agents: [{ export: "support", agent: "support", tools: { length: 3 } }],
        unprotected: ["forgotten"],
      },
      missing: [{ tool: "crm-delete" }, { tool: "mail-send" }],
    });
  });

  it("ends with 3 for a policy that does not compile, with the place and the nearest spelling", async () => {
    const folder = policyFolder(RULES.replace("allow", "alow"));
    const { code, out } = await runCli(["doctor", "--policy", folder]);
    expect(code).toBe(3);
    expect(out).toMatch(/✗ AMBIT-P104 {2}\S*rules\.csv:1:\d+\n.*\n {6}did you mean "allow"\?/u);
  });

  it("looks at the policy folder beside it and ends with 0 when all is well", async () => {
    const { code, out } = await runCli(["doctor", "--policy", policyFolder()]);
    expect(code).toBe(0);
    expect(out).toContain("○ langchain");
  });
});

describe("manifestEntry", () => {
  it.each(["crm.refund", "mail-send", "yes", "__proto__", "a: b", "ünïcode", "1password", "#x"])(
    "is an entry that the policy takes, for the tool %j",
    async (tool) => {
      const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: manifestEntry(tool) });
      expect(policy.manifest(tool)).toMatchObject({
        effect: "write",
        risk: "high",
        sensitivity: "restricted",
      });
    },
  );
});

describe("satisfies", () => {
  it.each([
    ["1.2.3", ">=1.2.3 <2", true],
    ["1.10.0", ">=1.2.39 <2", true],
    ["1.2.2", ">=1.2.3 <2", false],
    ["2.0.0", ">=1.2.3 <2", false],
    ["20.19.0", ">=20.19", true],
    ["20.18.9", ">=20.19", false],
    ["1.3.0-beta.1", ">=1.2.3 <2", true],
    ["banana", ">=1.2.3", false],
    ["1.2.3", "^1.2.3", false],
  ])("%s in %s: %s", (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected);
  });
});
