import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAWS, lawProblems } from "./law-problems.ts";
import { readSecurityPage } from "./security-page.ts";
import type { SecurityPage } from "./security-page.ts";
import { lawsCited, ROOT, testFiles } from "./test-files.ts";

describe("the laws", () => {
  it("are stated in SECURITY.md and cited by tests, or listed there as missing", () => {
    const page = readSecurityPage(readFileSync(join(ROOT, "SECURITY.md"), "utf8"));
    const files = testFiles();
    const citations = files.flatMap(lawsCited);
    const counts = LAWS.map((id) => `${id} ${citations.filter((cited) => cited === id).length}`);
    console.log(
      `laws: ${files.length} test files, citations: ${counts.join(", ")}; gaps: ${page.gaps.length}`,
    );
    expect(files.length).toBeGreaterThan(40);
    expect(lawProblems(page, files)).toEqual([]);
  });
});

const TEST = { path: "test/a.test.ts", text: LAWS.map((id) => `it("${id}: holds", () => {});`).join("\n") };
const PAGE: SecurityPage = { laws: LAWS.map((id) => ({ id, test: TEST.path })), gaps: [] };

describe("the gate over the laws", () => {
  it("accepts pages and tests that agree", () => {
    expect(lawProblems(PAGE, [TEST])).toEqual([]);
    expect(lawProblems({ ...PAGE, gaps: [{ id: "L2", extent: "part" }] }, [TEST])).toEqual([]);
  });

  it.each<[string, SecurityPage, string]>([
    ["a law that the page forgets", { ...PAGE, laws: PAGE.laws.slice(1) }, TEST.text],
    ["a law that is none", { ...PAGE, laws: [...PAGE.laws, { id: "L11", test: TEST.path }] }, TEST.text],
    ["a law stated twice", { ...PAGE, laws: [...PAGE.laws, { id: "L1", test: TEST.path }] }, TEST.text],
    ["a citation of no law", PAGE, `${TEST.text}\nit("L11: holds", () => {});`],
    ["a law cited in a comment alone", PAGE, TEST.text.replace('it("L3: holds"', '// L3\nit("holds"')],
    ["a gap that has tests", { ...PAGE, gaps: [{ id: "L2", extent: "whole" }] }, TEST.text],
    ["a gap of unknown extent", { ...PAGE, gaps: [{ id: "L2", extent: "some" }] }, TEST.text],
    [
      "a named test that is not there",
      { ...PAGE, laws: PAGE.laws.with(0, { id: "L1", test: "gone.test.ts" }) },
      TEST.text,
    ],
  ])("rejects %s", (_, page, text) => {
    expect(lawProblems(page, [{ path: TEST.path, text }])).not.toEqual([]);
  });

  it("reads titles of every form", () => {
    const text =
      'it.each([1])("L1: a", f); test(`L2 b`, f); describe("L3", f); it.each`x`("L4", f); say("L5");';
    expect(lawsCited({ path: "a.test.ts", text })).toEqual(["L1", "L2", "L3", "L4"]);
  });
});
