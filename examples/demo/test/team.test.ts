import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLedger, verifyLedger } from "@ambit/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runTeam, type TeamReport } from "../team/run.ts";

const POLICY = fileURLToPath(new URL("../policy-team", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "ambit-test-team-"));
afterAll(() => rmSync(folder, { recursive: true }));

const broken = ({ facts }: TeamReport): string[] => facts.filter(({ holds }) => !holds).map(({ id }) => id);

describe("the team", () => {
  let report: TeamReport;
  beforeAll(async () => {
    report = await runTeam({ ledger: join(folder, "ledger") });
  });

  it("bears out every claim, and its ledger verifies", async () => {
    expect(report.facts.filter(({ holds }) => !holds)).toEqual([]);
    expect(new Set(report.facts.map(({ id }) => id)).size).toBe(14);
    expect(await verifyLedger(report.ledger)).toMatchObject({ ok: true, findings: [] });
  });

  it("does the same when casbin itself decides, and the compiled rules check every decision", async () => {
    const options = { ledger: join(folder, "casbin"), engine: "casbin", shadow: 1 } as const;
    expect(broken(await runTeam(options))).toEqual([]);
    const { records } = await readLedger(options.ledger);
    const decisions = records.filter((record) => record.type === "decision");
    expect(decisions.length).toBeGreaterThan(10);
    expect(decisions.filter(({ difference }) => difference !== undefined)).toEqual([]);
  });

  it.each([
    ["researcher", 120_000, ["list_directory", "read_text_file"], ["tool write_file", "tool ask_writer"]],
    ["writer", 60_000, ["read_text_file", "write_file"], ["tool list_directory", "tool ask_researcher"]],
  ])("hands the %s less than the lead has", (member, ttl, tools, removed) => {
    const [open] = report.edges.filter(({ edge }) => edge === "open");
    const [edge] = report.edges.filter(
      ({ edge: kind, actors }) => kind === "delegate" && actors[1] === member,
    );
    const [lead, child] = [open?.scope, edge?.scope] as Record<string, unknown>[];
    expect([lead?.["depth"], child?.["depth"]]).toEqual([3, 2]);
    expect(Object.keys(child?.["tools"] as object).sort()).toEqual(tools);
    expect(edge?.removed).toEqual(expect.arrayContaining([...removed, "depth 3 → 2"]));
    expect(Number(child?.["expiresAt"])).toBeLessThan(Number(lead?.["expiresAt"]));
    expect(Number(child?.["expiresAt"]) - Number(edge?.at)).toBeLessThanOrEqual(ttl);
  });
});

describe("a team policy that lacks", () => {
  /** A copy of the policy with one text replaced in its rules. */
  function policyWith(name: string, text: string, replacement: string): string {
    const copy = join(folder, name);
    cpSync(POLICY, copy, { recursive: true });
    const rules = readFileSync(join(copy, "rules.csv"), "utf8");
    expect(rules.split(text)).toHaveLength(2);
    writeFileSync(join(copy, "rules.csv"), rules.replace(text, replacement));
    return copy;
  }
  const row = (id: string): string =>
    readFileSync(join(POLICY, "rules.csv"), "utf8")
      .split("\n")
      .find((line) => line.startsWith(`p, ${id},`)) ?? id;

  it.each([
    [
      "the right to write at the first try",
      "env.attempt <= 4",
      "env.attempt > 4",
      ["writer.retry", "writer.written"],
    ],
    ["the right to read what is private", row("N2"), "", ["researcher.private_read"]],
    ["the right to delegate", row("L1"), "", ["edges.shrink", "lead.parallel", "writer.written"]],
  ])("%s fails a claim", async (name, text, replacement, ids) => {
    const report = await runTeam({
      ledger: join(folder, "ledger"),
      policy: policyWith(name.replaceAll(/\W/g, "-"), text, replacement),
    });
    expect(broken(report)).toEqual(expect.arrayContaining(ids));
  });

  it.each([
    ["the right to write", row("W1"), "write_file"],
    ["the writer's role", "g, writer, report-writer\n", "read_text_file"],
  ])(
    "%s cannot even be set up: the writer could never use what it is to be handed",
    async (name, text, tool) => {
      const policy = policyWith(name.replaceAll(/\W/g, "-"), text, "");
      const team = runTeam({ ledger: join(folder, "ledger"), policy });
      await expect(team).rejects.toMatchObject({ reason: "delegation_invalid", facts: { tool } });
    },
  );

  it("the depth on writing lets the lead write itself", async () => {
    const wide = row("W1").replace(" 1..,", " 0..,");
    const report = await runTeam({
      ledger: join(folder, "ledger"),
      policy: policyWith("depth", row("W1"), wide),
    });
    expect(broken(report)).toEqual(expect.arrayContaining(["lead.write_denied", "lead.lacks_depth"]));
  });
});
