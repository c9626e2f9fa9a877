import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CODES } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { codesPage } from "../../tools/docs/codes-page.ts";
import { ROOT, testFiles } from "./test-files.ts";
import type { TestFile } from "./test-files.ts";

const NAMES = Object.keys(CODES).sort();
const PAGE = readFileSync(join(ROOT, "docs/codes.md"), "utf8");

const documented = (page: string): readonly string[] =>
  [...page.matchAll(/^\| <a id="(\w+)"><\/a>AMBIT-[A-Z]\d+ \| `\1` \|/gm)]
    .map((match) => match[1] ?? "")
    .sort();

/** Names that no test says as a string of its own. */
const untested = (names: readonly string[], files: readonly TestFile[]): readonly string[] =>
  names.filter((name) => !files.some(({ text }) => new RegExp(`["'\`]${name}["'\`]`).test(text)));

describe("the codes", () => {
  it("each have a row in docs/codes.md, and no row lacks a code", () => {
    console.log(`codes: ${NAMES.length} in the table, ${documented(PAGE).length} in docs/codes.md`);
    expect(NAMES.length).toBeGreaterThan(50);
    expect(documented(PAGE)).toEqual(NAMES);
  });

  it("are documented exactly as the table says", () => {
    expect(PAGE).toBe(codesPage());
  });

  it("have a number each", () => {
    const codes = Object.values(CODES).map((row) => row.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it("each stand in some test", () => {
    expect(untested(NAMES, testFiles())).toEqual([]);
  });
});

describe("the gate over the codes", () => {
  it("sees a row too few and a name without a test", () => {
    const less = PAGE.replace(/^\| <a id="no_run">.*\n/m, "");
    expect(documented(less)).toEqual(NAMES.filter((name) => name !== "no_run"));
    const files = [{ path: "a.test.ts", text: 'expect(code).toBe("no_run"); // run_closed' }];
    expect(untested(["no_run", "run_closed"], files)).toEqual(["run_closed"]);
  });
});
