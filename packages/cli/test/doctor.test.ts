import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AmbitRecord } from "@ambit/core";
import { defaultModel, loadPolicy } from "@ambit/policy";
import { describe, expect, it } from "vitest";
import { manifestEntry } from "../src/doctor/manifest-entry.ts";
import { scanExports } from "../src/doctor/scan-exports.ts";
import { satisfies } from "../src/doctor/satisfies.ts";
import { ledgerWith, temporaryFolder } from "./ledger-folder.ts";
import { runCli } from "./run-cli.ts";
import { SAMPLE_RUN } from "./sample-run.ts";

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
    expect(out).toContain(
      "agent support  export support\n  ✓ crm-read    seal        read · read · high risk · public  for desk\n",
    );
    expect(out).toContain("  ✗ crm-delete  seal        NO ENTRY\n");
    expect(out).toContain(
      "  ○ greeting.before_model  is a function: net; ambit.tools seals what it calls before\n",
    );
    expect(out).toContain("✗ UNPROTECTED  export forgotten: its tools run without a decision");
    expect(out).toContain(`add to ${folder}/tools.yaml\n`);
    expect(out).toContain(`\n${manifestEntry("crm-delete")}\n${manifestEntry("mail-send")}\n`);
  });

  it("tells of a failed reload until one succeeds, and of engines that differ", async () => {
    const policy = policyFolder();
    const failed: AmbitRecord = {
      type: "policy_reload_failed",
      run: "outside",
      at: 1000,
      policy: "7f3a91c2d4e0",
      reason: "effect_unknown",
      findings: ['AMBIT-P104 rules.csv:1:93 effect "alow" is not allow or deny'],
    };
    const mended: AmbitRecord = {
      ...failed,
      type: "policy_reloaded",
      at: 2000,
      before: "7f3a91c2d4e0",
      policy: "0a",
    };
    const answer = { effect: "deny", matched: [], obliging: [] } as const;
    const difference = { principal: "bot", resource: "tool:t", compiled: answer, casbin: answer };
    const decision = SAMPLE_RUN.find((record) => record.type === "decision");
    const look = async (...records: AmbitRecord[]): Promise<[number | null, string]> => {
      const { code, out } = await runCli(["doctor", "--policy", policy, "--ledger", ledgerWith(records)], {
        cwd: policy,
      });
      return [code, out];
    };
    const [code, out] = await look(failed);
    expect(code).toBe(1);
    expect(out).toContain(
      "✗ the latest reload of the policy failed, 1970-01-01 00:00:01Z: 7f3a91c2d4e0 stays in force",
    );
    expect(out).toContain("      AMBIT-P104 rules.csv:1:93 effect");
    expect(out).toContain("      mend the policy, then ambit.reload()");
    expect(await look(failed, mended)).toEqual([0, expect.stringContaining("✓ nothing to report")]);
    const [differs, told] = await look({ ...decision, difference } as AmbitRecord);
    expect(differs).toBe(1);
    expect(told).toContain("✗ AMBIT-D307  1 call was decided differently by the two engines");
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

  it("ends with 3 for a policy that does not compile, and names the command that says why", async () => {
    const folder = policyFolder(RULES.replace("allow", "alow"));
    const { code, out } = await runCli(["doctor", "--policy", folder]);
    expect(code).toBe(3);
    expect(out).toContain(
      `policy ${folder}\n  ✗ does not compile: 1 fatal finding; \`ambit lint ${folder}\` shows them\n`,
    );
  });

  it("counts warnings, which end nothing", async () => {
    const folder = policyFolder(`${RULES}g2, crm-raed, crm\ng2, crm-read, crm\n`);
    const { code, out } = await runCli(["doctor", "--policy", folder]);
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}! compiles: \d warnings?; `ambit lint /u);
  });

  it("spells out a hostile message of a module that cannot be loaded", async () => {
    const module = join(temporaryFolder(), "agents.mjs");
    writeFileSync(module, 'throw new Error("\\u001b[2Jevil\\u202e");');
    const { code, out, err } = await runCli(["doctor", module]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("cannot be loaded: \\u{1b}[2Jevil\\u{202e}\n");
  });

  it("looks at the policy folder beside it and ends with 0 when all is well", async () => {
    const { code, out } = await runCli(["doctor", "--policy", policyFolder()]);
    expect(code).toBe(0);
    expect(out).toContain("○ langchain");
  });
});

describe("scanExports", () => {
  const graph = { invoke: () => undefined, nodes: {} };
  const callable = Object.assign(() => undefined, { invoke: () => undefined, graph: () => undefined });
  const covered = { ambit: { coverage: () => ({ agent: "a", tools: [], opaque: [] }) } };

  it("looks into exported arrays and plain objects, one level deep", async () => {
    const { agents, unprotected } = await scanExports({
      list: [Promise.resolve(graph), covered, 1, null],
      team: { ambit: {}, lead: callable, inner: { deep: { ...graph } } },
    });
    expect(unprotected).toEqual(["list[0]", "team.lead"]);
    expect(agents.map((agent) => agent.export)).toEqual(["list[1]"]);
  });

  it("names an agent once, by its own export", async () => {
    const { unprotected } = await scanExports({ all: [graph], graph, again: { graph } });
    expect(unprotected).toEqual(["graph"]);
  });

  it("takes a function that runs as a graph for an agent, and no other", async () => {
    const { unprotected } = await scanExports({ callable, plain: () => undefined, Made: class {} });
    expect(unprotected).toEqual(["callable"]);
  });
});

describe("ambit doctor --fix", { timeout: 60_000 }, () => {
  it("prints guessed entries that the policy takes, and nothing else", async () => {
    const { code, out, err } = await runCli(["doctor", AGENTS, "--policy", policyFolder(), "--fix"]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/^# to add to .*tools\.yaml, once a person has looked at every line\n/u);
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: out });
    expect(policy.tools).toEqual(["crm-delete", "mail-send"]);
    expect(policy.manifest("mail-send")).toMatchObject({
      action: "send",
      effect: "commit",
      risk: "high",
      args: { to: "address" },
    });
    const lines = out.split("\n").filter((line) => /^ {2}\S.*\S$/u.test(line) && !line.endsWith(":"));
    expect(lines.filter((line) => !line.includes("# guess: "))).toEqual([]);
    expect(lines.length).toBeGreaterThan(9);
  });

  it("leaves the policy folder as it was", async () => {
    const folder = policyFolder();
    await runCli(["doctor", AGENTS, "--policy", folder, "--fix"]);
    expect(readFileSync(join(folder, "tools.yaml"), "utf8")).toBe(TOOLS);
    expect(readdirSync(folder).toSorted()).toEqual(["model.conf", "rules.csv", "tools.yaml"]);
  });

  it("has the guesses in JSON, too", async () => {
    const { out } = await runCli(["doctor", AGENTS, "--json", "--fix"]);
    const { missing } = JSON.parse(out) as { missing: { tool: string; entry: string }[] };
    expect(missing.map(({ tool, entry }) => [tool, entry.includes("# guess: ")])).toEqual([
      ["crm-delete", true],
      ["mail-send", true],
    ]);
  });

  it("needs a module", async () => {
    const { code, err } = await runCli(["doctor", "--fix"]);
    expect(code).toBe(2);
    expect(err).toContain("--fix needs a module");
  });
});

describe("manifestEntry", () => {
  it("spells out what could spoof a terminal", async () => {
    const tool = "a\u202eb\u009b\u{e0041}\u2028";
    const entry = manifestEntry(tool);
    expect(entry.split("\n")[0]).toBe('"a\\u202eb\\u009b\\udb40\\udc41\\u2028":');
  });

  it.each([
    ["crm.refund", "refund"],
    ["read_order", "read"],
    ["mail-send", "send"],
    ["blue-widget", "widget"],
  ])("calls what %s does by its verb: %s", async (tool, action) => {
    const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: manifestEntry(tool) });
    expect(policy.manifest(tool)).toMatchObject({ action });
  });

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
