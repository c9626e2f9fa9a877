import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CODES } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { attacksSection, withAttacks } from "../../tools/docs/attacks-section.ts";
import { attackProblems } from "../../tools/attacks/attack-problems.ts";
import { attackFiles, attacksIn } from "../../tools/attacks/read-attacks.ts";
import { ROOT, type TestFile, testFiles } from "./test-files.ts";

const NAMES = Object.keys(CODES);

describe("the attacks", () => {
  it("state each in a file what is wanted and what it gets, and leave out none of the checklist", () => {
    const files = testFiles();
    const stated = attackFiles(files).flatMap(attacksIn);
    const tried = stated.filter(({ kind }) => kind === "attack");
    const codes = new Set(tried.flatMap(({ expected }) => expected));
    console.log(
      `attacks: ${tried.length} that are refused, by ${codes.size} codes; ${stated.length - tried.length} that hostile code can make`,
    );
    expect(attackProblems(files, NAMES)).toEqual([]);
    expect(tried.length).toBeGreaterThan(95);
  });

  it("stand in SECURITY.md as `pnpm docs:attacks` writes them", () => {
    const page = readFileSync(join(ROOT, "SECURITY.md"), "utf8");
    const stated = attackFiles(testFiles()).flatMap(attacksIn);
    expect(withAttacks(page, stated)).toBe(page);
    expect(withAttacks(page, stated.slice(1))).not.toBe(page);
    expect(withAttacks("no markers", stated)).toBeUndefined();
    expect(attacksSection(stated).match(/^- /gmu)?.length).toBeGreaterThanOrEqual(4);
  });
});

const all = Array.from({ length: 27 }, (_, index) => index + 1);
const stating = (literal: string, tests = 'expect(said).toBe("no_run");'): TestFile => ({
  path: "test/attacks/a.test.ts",
  text: `attack({ ${literal} }, () => { it("L1: x", () => { ${tests} }); });`,
});
const RIGHT = `wants: "a", expected: "no_run", checklist: [${all.join()}]`;

describe("the gate over the attacks", () => {
  it("accepts a file that is right", () => {
    expect(attackProblems([stating(RIGHT)], NAMES)).toEqual([]);
    const asDecided = stating(RIGHT.replace("no_run", "runs as decided"), "");
    expect(attackProblems([asDecided], NAMES)).toEqual([]);
  });

  it.each<[string, TestFile]>([
    ["a file without an attack", { path: "test/attacks/b.test.ts", text: 'it("attack({})", f);' }],
    ["a file with two", { ...stating(RIGHT), text: stating(RIGHT).text.repeat(2) }],
    ["one who wants nothing", stating(RIGHT.replace('"a"', '""'))],
    ["a wish that is no literal", stating(RIGHT.replace('"a"', "WANTS"))],
    ["a number without an attack", stating(RIGHT.replace(",7,", ","))],
    ["a number that is none", stating(RIGHT.replace("[1,", "[28,1,"))],
    ["a code that is none", stating(RIGHT.replace("no_run", "no_walk"), 'expect(said).toBe("no_walk")')],
    ["no expectation", stating(RIGHT.replace('expected: "no_run",', ""))],
    ["a code and a run", stating(RIGHT.replace('"no_run"', '["no_run", "runs as decided"]'))],
    ["tests that do not name the code", stating(RIGHT, 'expect(said).toBe("denied"); // "no_run"')],
    ["one of two codes without a test", stating(RIGHT.replace('"no_run"', '["no_run", "run_closed"]'))],
  ])("rejects %s", (_what, file) => {
    expect(attackProblems([file], NAMES)).not.toEqual([]);
  });

  it("rejects two files that want the same", () => {
    const other = { ...stating(RIGHT), path: "test/attacks/b.test.ts" };
    expect(attackProblems([stating(RIGHT), other], NAMES)).toEqual(["two attackers want a"]);
  });
});
