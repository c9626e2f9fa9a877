import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { compareEngines } from "./compare-engines.ts";
import { withoutLastText } from "./spoil.ts";

describe("the engine against stock casbin (L9)", { timeout: 120_000 }, () => {
  it("decides and names the rule alike, seed after seed", async () => {
    const { passed, failed, pruned, spared, threw } = await compare({ comparisons: 50_000, seed: 1 });
    console.log(
      `fuzz: ${passed} passed, ${failed.length} failed, ${pruned} pruned, ${threw} threw, ${spared} in casbin alone`,
    );
    expect(failed.slice(0, 2)).toEqual([]);
    expect(passed).toBe(50_000);
    expect(pruned).toBeGreaterThan(15_000);
    expect(threw).toBeGreaterThan(4000);
    expect(spared).toBeLessThan(1500);
  });

  it("decides alike for a seed that nobody chose", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`fuzz: seed ${seed}`);
    const { passed, failed } = await compare({ comparisons: 10_000, seed });
    expect(failed.slice(0, 2)).toEqual([]);
    expect(passed).toBe(10_000);
  });

  it("finds a rule that the engine lacks (canary)", async () => {
    const alter = (rules: string): string => rules.replace(/^p,.*$/mu, "");
    const { failed } = await compare({ comparisons: 2000, seed: 1, alter });
    expect(failed.length).toBeGreaterThan(20);
    expect(failed[0]).toMatch(/\ncasbin .*\nours {3}/u);
  });

  it("finds an index that forgets a role or prefix (canary)", async () => {
    const { failed } = await compare({ comparisons: 10_000, seed: 1, spoil: withoutLastText });
    expect(failed.length).toBeGreaterThan(5);
  });
});

describe("the two engines behind one port", { timeout: 120_000 }, () => {
  it("give the same decision, named rule, matched rules and obligations", () => {
    const { passed, failed, ...seen } = compareEngines({ comparisons: 15_000, seed: 7 });
    console.log(`engines: ${passed} passed, ${failed.length} failed, ${JSON.stringify(seen)}`);
    expect(failed.slice(0, 2)).toEqual([]);
    expect(passed).toBe(15_000);
    expect(seen.allowed).toBeGreaterThan(1500);
    expect(seen.several).toBeGreaterThan(1000);
    expect(seen.threw).toBeGreaterThan(300);
    expect(seen.spared).toBeLessThan(750);
  });

  it("differ when the compiled one lacks a rule (canary)", () => {
    const alter = (rules: string): string => rules.replace(/^p,.*$/mu, "");
    expect(compareEngines({ comparisons: 2000, seed: 7, alter }).failed.length).toBeGreaterThan(20);
  });
});

describe("the commands", () => {
  const run = (folder: string, ...args: readonly string[]): Promise<{ code: number; stdout: string }> => {
    const main = fileURLToPath(new URL(`../${folder}/main.ts`, import.meta.url));
    const command = ["--conditions=@ambit/source", "--import", import.meta.resolve("tsx"), main, ...args];
    return new Promise((resolve) => {
      execFile(process.execPath, command, (error, stdout) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout });
      });
    });
  };

  it("end with the count, and with 2 on what they do not understand", { timeout: 120_000 }, async () => {
    const [fuzz, conformance, ...wrong] = await Promise.all([
      run("fuzz", "--", "--comparisons", "300", "--seed", "5"),
      run("conformance"),
      run("fuzz", "--comparisons", "0"),
      run("conformance", "--case", "x"),
    ]);
    expect(fuzz).toMatchObject({ code: 0, stdout: expect.stringMatching(/\n300 passed, 0 failed\n$/u) });
    expect(conformance).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n\d+ passed, 0 failed\n$/u),
    });
    expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
  });
});
