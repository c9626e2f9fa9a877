import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "../../../tools/arguments.ts";
import { liveModel } from "../live.ts";

const demo = join(import.meta.dirname, "..");
const root = join(demo, "../..");
const folder = mkdtempSync(join(tmpdir(), "ambit-test-demo-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program as `pnpm demo` does. */
function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const args = ["--conditions=@ambit/source", join(demo, "main.ts"), ...argv];
  const env = { ...process.env, NO_COLOR: "1", OPENAI_API_KEY: "" };
  return new Promise((resolve) => {
    execFile(join(root, "node_modules/.bin/tsx"), args, { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** A copy of a policy without the rules that begin with a text. */
function without(policy: string, start: string): string {
  const copy = join(folder, `${policy}-${start.replaceAll(/\W/gu, "")}`);
  cpSync(join(demo, policy), copy, { recursive: true });
  const rows = readFileSync(join(copy, "rules.csv"), "utf8").split("\n");
  const kept = rows.filter((row) => !row.startsWith(start));
  expect(rows.length - kept.length).toBe(1);
  writeFileSync(join(copy, "rules.csv"), kept.join("\n"));
  return copy;
}

describe("the demo", () => {
  it(
    "shows that all facts hold, prints both traces and verifies the ledger",
    { timeout: 120_000 },
    async () => {
      const { code, out, err } = await run("--", "--ledger", join(folder, "ledger"));
      expect([code, err]).toEqual([0, ""]);
      expect(out).toMatch(/^demo: model=- policy-bank=\S+ policy-team=\S+ ledger=\S+\n/u);
      expect(out.match(/^ {3}✓/gmu)!.length).toBeGreaterThanOrEqual(24);
      expect(out.match(/^ {3}✗/gmu)).toBeNull();
      expect(out).toMatch(/All \d\d facts hold\./u);
      expect(out).toMatch(/run \w{8} +user:emma[^]+run \w{8} +user:ana[^]+delegate +lead ▸ researcher/u);
      expect(out).toMatch(
        /verified +\d+ records, 3 runs \(3 closed\): nothing altered, missing or reordered/u,
      );
      const verify = `npx pnpm@10.34.9 ambit verify ${join(folder, "ledger")}`;
      expect(out).toContain(verify);
      const long = out
        .split("\n")
        .filter((line) => line.length > 100 && !line.includes(folder) && !line.startsWith("demo:"));
      expect(long).toEqual([]);
    },
  );

  it.each([
    [
      "the bank's rule for transfers",
      "policy-bank",
      "p, B3,",
      ["guarded.own_paid", "control.same_transfer_paid"],
    ],
    ["the bank's rule for reading", "policy-bank", "p, B1,", ["guarded.injection_read"]],
    ["the team's rule for private notes", "policy-team", "p, N2,", ["researcher.private_read"]],
  ])("fails without %s, and names the facts", { timeout: 120_000 }, async (_what, policy, start, facts) => {
    const args = [
      `--${policy}`,
      without(policy, start),
      "--ledger",
      join(folder, `ledger-${start.slice(3, 5)}`),
    ];
    const { code, out } = await run(...args);
    expect(code).toBe(1);
    const named = [...out.matchAll(/^ {3}✗ ([\w.]+):/gmu)].map(([, id]) => id);
    expect(named).toEqual(expect.arrayContaining(facts));
    expect(out).toMatch(/\d+ of \d+ facts do not hold:/u);
  });

  it("exits with 2 when the live model cannot be had, and runs nothing", { timeout: 60_000 }, async () => {
    const { code, out, err } = await run("--", "--model", "openai:gpt-5-mini");
    expect([code, out.includes("──")]).toEqual([2, false]);
    expect(err).toContain("the model openai:gpt-5-mini cannot be used");
    expect(err).toContain("@langchain/openai");
  });
});

describe("a live model", () => {
  it.each([
    ["gpt", "takes provider:name"],
    [":gpt", "takes provider:name"],
    ["openai:", "takes provider:name"],
    ["nobody:knows", "nobody:knows cannot be used"],
  ])("is refused when it is called %s", async (name, text) => {
    await expect(liveModel(name)).rejects.toThrow(text);
    await expect(liveModel(name)).rejects.toBeInstanceOf(UsageError);
  });
});
