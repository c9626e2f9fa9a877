import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Finding } from "@ambit/policy";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../src/lint/apply-fixes.ts";
import { lintedFolder, MISTAKES, WARNING } from "./lint-policy.ts";

const MENDED = MISTAKES.replace("CRM:", "crm:")
  .replace("alow", "allow")
  .replace("aprove", "approve")
  .replace("allert", "alert");

describe("ambit lint --fix", () => {
  it.each([
    ["line feeds", (text: string) => text],
    ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    ["comments and no line break at the end", (text: string) => `# alow\n\n${text.trimEnd()}`],
  ])("corrects what can only be a misspelling, and nothing else, in a file with %s", async (_, as) => {
    const { folder, lint } = lintedFolder({ "rules.csv": as(MISTAKES) });
    const { code, out, err } = await lint("--fix");
    expect(readFileSync(join(folder, "rules.csv"), "utf8")).toBe(as(MENDED));
    expect([code, err]).toEqual([0, ""]);
    expect(out.replaceAll(/:\d+:/gu, ":0:").split("\n").slice(0, 4)).toEqual([
      '✓ changed policy/rules.csv:0:35  "CRM://orders/*" to "crm://orders/*"',
      '✓ changed policy/rules.csv:0:72  "alow" to "allow"',
      '✓ changed policy/rules.csv:0:78  "aprove:manager" to "approve:manager"',
      '✓ changed policy/rules.csv:0:95  "allert:ops" to "alert:ops"',
    ]);
    expect((await lint("--fix")).out).not.toContain("changed");
  });

  it("leaves the rest, and says what is left", async () => {
    const { folder, lint } = lintedFolder({
      "rules.csv": WARNING.replace("allow", "alow").replace("true", "arg.x"),
    });
    const { code, out } = await lint("--fix");
    expect(code).toBe(3);
    expect(out.split("\n")[0]).toBe('✓ changed policy/rules.csv:1:69  "alow" to "allow"');
    expect(out).toContain("✗ AMBIT-P106 condition_invalid  policy/rules.csv:1:62");
    expect(readFileSync(join(folder, "rules.csv"), "utf8")).toBe(WARNING.replace("true", "arg.x"));
  });

  it("replaces the file at once: its mode stays, a link stays a link, nothing is left beside it", async () => {
    const { folder, lint } = lintedFolder({ "rules.csv": MISTAKES });
    const [link, target] = [join(folder, "rules.csv"), join(mkdtempSync(join(folder, "real-")), "rules.csv")];
    renameSync(link, target);
    symlinkSync(target, link);
    chmodSync(target, 0o640);
    expect((await lint("--fix")).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8")).toBe(MENDED);
    expect(statSync(target).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(target, ".."))).toEqual(["rules.csv"]);
  });

  it("does not touch a file that is no UTF-8, nor one without a fix", async () => {
    const { folder, lint } = lintedFolder({ "rules.csv": MISTAKES });
    const file = join(folder, "rules.csv");
    const bytes = Buffer.concat([Buffer.from("# caf"), Buffer.from([0xe9, 0x0a]), Buffer.from(MISTAKES)]);
    writeFileSync(file, bytes);
    expect((await lint("--fix")).code).toBe(3);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const sound = lintedFolder({});
    const before = statSync(join(sound.folder, "rules.csv"));
    await sound.lint("--fix");
    expect(statSync(join(sound.folder, "rules.csv")).ino).toBe(before.ino);
  });

  it("tells programs too what it changed", async () => {
    const { out } = await lintedFolder({ "rules.csv": MISTAKES }).lint("--fix", "--json");
    expect(JSON.parse(out)).toMatchObject({
      fatal: 0,
      fixed: { length: 4, 1: { code: "AMBIT-P104", line: 1, column: 72, before: "alow", after: "allow" } },
    });
    const { err } = await lintedFolder({ "rules.csv": MISTAKES }).lint("--fix", "--reporter", "sarif");
    expect(err.match(/^✓ changed policy\/rules\.csv/gmu)).toHaveLength(4);
  });
});

describe("applyFixes", () => {
  const finding = (column: number, text: string, replacement: string): Finding => ({
    code: "AMBIT-P104",
    reason: "effect_unknown",
    severity: "fatal",
    file: "rules.csv",
    line: 1,
    column,
    text,
    message: "",
    fix: { line: 1, column, length: text.length, replacement },
  });

  it("makes neighbouring edits, in any order of the findings", () => {
    const findings = [finding(4, "def", "DEF-"), finding(1, "abc", "")];
    expect(applyFixes("abcdefg\n", findings).text).toBe("DEF-g\n");
    expect(applyFixes("abcdefg\n", findings.toReversed()).fixed.map(({ column }) => column)).toEqual([1, 4]);
  });

  it("leaves out an edit that overlaps a later one, and one whose text is not there any more", () => {
    const { text, fixed } = applyFixes("abcdefg", [
      finding(1, "abcd", "x"),
      finding(4, "def", "y"),
      finding(4, "def", "z"),
    ]);
    expect([text, fixed.length]).toEqual(["abcyg", 1]);
    expect(applyFixes("abxdefg", [finding(1, "abc", "x")])).toEqual({ text: "abxdefg", fixed: [] });
    expect(applyFixes("", [finding(1, "abc", "x")]).fixed).toEqual([]);
  });
});
