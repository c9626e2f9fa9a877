import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ledgerWith } from "./ledger-folder.ts";
import { runCli } from "./run-cli.ts";
import { SAMPLE_RUN } from "./sample-run.ts";

const SLOW = { timeout: 60_000 };

describe("the command line", SLOW, () => {
  it.each([
    [["trcae", "x"], "(Did you mean trace?)"],
    [["trace"], "missing required argument 'ledger'"],
    [["trace", "a", "b"], "too many arguments for 'trace'"],
    [["verify", "a", "--jsn"], "(Did you mean --json?)"],
    [["trace", "a", "--run"], "argument missing"],
    [["--loud"], "unknown option '--loud'"],
    [["doctor", "--policy", "/nowhere"], "there is no such folder"],
    [["doctor", "/nowhere.js"], "cannot be loaded"],
  ])("refuses %j with 2", async (args, message) => {
    const { code, out, err } = await runCli(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("says how a command is used after a wrong command line", async () => {
    const { err } = await runCli(["trace"]);
    expect(err).toContain("usage: ambit trace [options] <ledger>");
  });

  it("prints help: on request with 0, for want of a command with 2", async () => {
    const help = await runCli(["--help"]);
    expect([help.code, help.err]).toEqual([0, ""]);
    for (const command of ["trace", "verify", "doctor", "lint", "test", "explain"])
      expect(help.out).toMatch(new RegExp(`^  ${command} `, "mu"));
    const none = await runCli([]);
    expect([none.code, none.out]).toEqual([2, ""]);
  });

  it("strips one leading --", async () => {
    const { code, out } = await runCli(["--", "--version"]);
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect([code, out.trim()]).toEqual([0, (JSON.parse(manifest) as { version: string }).version]);
    expect((await runCli(["--", "--", "--version"])).code).toBe(2);
  });

  it("takes a reader that leaves early for no failure", () => {
    const ledger = ledgerWith(Array.from({ length: 200 }, () => SAMPLE_RUN).flat());
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
    const command = `"${process.execPath}" --import tsx --conditions=@ambit/source "${main}" trace "${ledger}" | head -1`;
    const { status, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", command], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });
});

describe("bin/ambit.js", () => {
  it("is there before anything is built", () => {
    const bin = new URL("../bin/ambit.js", import.meta.url);
    expect(existsSync(bin)).toBe(true);
    expect(readFileSync(bin, "utf8")).toBe('#!/usr/bin/env node\nimport "../dist/main.js";\n');
  });
});
