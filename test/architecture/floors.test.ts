import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FLOORS } from "./floors.ts";
import { strayImports, wantedBy } from "./imports.ts";
import { linesOf, PURE, SHAPE } from "./shape.ts";
import { sourceOf, sourcesOf } from "./source-file.ts";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGES = readdirSync(join(ROOT, "packages"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const SOURCES = PACKAGES.flatMap((pkg) => sourcesOf(ROOT, pkg));

const floorOf = (pkg: string): (typeof FLOORS)[string] | undefined =>
  Object.hasOwn(FLOORS, pkg) ? FLOORS[pkg] : undefined;
const strays = (pkg: string, text: string, path = "a/b.ts"): readonly string[] =>
  strayImports(sourceOf(pkg, path, text), floorOf(pkg)).map((stray) => stray.split(" -> ")[1] ?? stray);

describe("the packages", () => {
  it("each have a floor, and no floor lacks a package", () => {
    expect(PACKAGES).toEqual(Object.keys(FLOORS).sort());
  });

  it.each(PACKAGES)("%s has sources and imports only what its floor allows", (pkg) => {
    const sources = SOURCES.filter((source) => source.pkg === pkg);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap((source) => strayImports(source, floorOf(pkg)))).toEqual([]);
  });

  it.each(PACKAGES)("%s depends in its manifest only on what its floor allows", (pkg) => {
    const text = readFileSync(join(ROOT, "packages", pkg, "package.json"), "utf8");
    const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    const floor = FLOORS[pkg]!;
    const names = Object.keys({ ...manifest["dependencies"], ...manifest["optionalDependencies"] });
    const allowed = [...floor.own.map((own) => `@ambit/${own}`), ...floor.foreign];
    expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it.each(Object.entries(SHAPE))("keep the rule %s", (_, rule) => {
    expect(SOURCES.flatMap((source) => rule(source))).toEqual([]);
  });

  it("keep core pure", () => {
    expect(SOURCES.filter((source) => source.pkg === "core").flatMap((source) => PURE(source))).toEqual([]);
  });

  it("were looked at", () => {
    const lines = SOURCES.map(linesOf).sort((a, b) => a - b);
    const imports = SOURCES.flatMap(wantedBy).length;
    const median = lines[Math.floor(lines.length / 2)] ?? 0;
    console.log(
      `floors: ${SOURCES.length} files, ${imports} imports, median ${median} lines, longest ${lines.at(-1)}`,
    );
    expect(SOURCES.length).toBeGreaterThan(200);
    expect(imports).toBeGreaterThan(700);
    expect(median).toBeLessThan(100);
  });
});

describe("the import rule rejects", () => {
  it.each([
    ["a package above", "gate", `import { x } from "@ambit/policy";`, "@ambit/policy"],
    ["a type from above", "gate", `import type { X } from "@ambit/langchain";`, "@ambit/langchain"],
    ["a re-export", "core", `export * from "@ambit/gate";`, "@ambit/gate"],
    ["a third party by the name of ours", "gate", `import "core";`, "core"],
    ["a longer name", "gate", `import "@ambit/core-js";`, "@ambit/core-js"],
    ["a third party of another package", "ledger", `import "casbin";`, "casbin"],
    ["a module of Node in core", "core", `import "node:fs";`, "node:fs"],
    ["a module of Node without its scheme", "gate", `import "fs";`, "fs"],
    ["require", "core", `const x = require("casbin");`, "casbin"],
    ["import = require", "core", `import x = require("casbin");`, "casbin"],
    ["require.resolve", "gate", `require.resolve("casbin");`, "casbin"],
    ["process.getBuiltinModule", "core", `process.getBuiltinModule("fs");`, "fs"],
    ["import()", "gate", `void import("casbin");`, "casbin"],
    ["import() of a template", "gate", "void import(`casbin`);", "casbin"],
    ["a computed import()", "gate", "void import(`cas${'bin'}`);", "(computed)"],
    ["an import type", "gate", `type X = import("casbin").Enforcer;`, "casbin"],
    ["a lib reference", "core", `/// <reference lib="dom" />`, "reference:dom"],
    ["a types reference", "core", `/// <reference types="node" />`, "reference:node"],
    ["a climb out of the package", "gate", `import "../../policy/src/x.ts";`, "../../policy/src/x.ts"],
  ])("%s", (_, pkg, text, found) => {
    expect(strays(pkg, text)).toEqual([found]);
  });

  it("a package that the table does not know, inherited names too", () => {
    expect(strays("extra", "")).toEqual(["extra/src/a/b.ts: the package has no floor"]);
    expect(strays("toString", "")).toEqual(["toString/src/a/b.ts: the package has no floor"]);
  });
});

describe("the import rule accepts", () => {
  it.each([
    ["a package below, and a path inside it", "gate", `import "@ambit/core"; import "@ambit/core/sub";`],
    [
      "its third party, and a path inside it",
      "langchain",
      `import "@langchain/core/tools"; import "zod/v4";`,
    ],
    ["a neighbour", "core", `import "../c/d.ts"; import "./e.ts";`],
    [
      "comments and strings that look like imports",
      "core",
      `// import "x"\nconst a = 'import "y"'; /* require("z") */`,
    ],
  ])("%s", (_, pkg, text) => {
    expect(strays(pkg, text)).toEqual([]);
  });
});

describe("the rules of shape reject", () => {
  it.each([
    ["size", "a.ts", "\n".repeat(301)],
    ["fileName", "utils.ts", ""],
    ["fileName", "helpers/a.ts", ""],
    ["fileName", "camelCase.ts", ""],
    ["fileName", "deep/index.ts", ""],
    ["noDefaultExport", "a.ts", "export default 1;"],
    ["noDefaultExport", "a.ts", "export default function f() {}"],
    ["noDefaultExport", "a.ts", "const a = 1; export { a as default };"],
    ["noAny", "a.ts", "const a: Array<any> = [];"],
    ["noTopLevelAwait", "a.ts", "await work();"],
    ["noTopLevelAwait", "a.ts", "for await (const x of xs) {}"],
    ["noCompilerOff", "a.ts", "// @ts-ignore"],
  ])("%s: %s %j", (rule, path, text) => {
    expect(SHAPE[rule]!(sourceOf("core", path, text))).toHaveLength(1);
  });

  it.each([
    "Math.random()",
    'Math["random"]()',
    "Date.now()",
    "new Date()",
    "globalThis.fetch",
    "new Intl.NumberFormat()",
    "performance.now()",
    "eval('1')",
    "new Function('return 1')",
  ])("%s in core", (text) => {
    expect(PURE(sourceOf("core", "a.ts", text)).length).toBeGreaterThan(0);
  });
});

describe("the rules of shape accept", () => {
  it.each([
    ["size", "\n".repeat(300)],
    ["noAny", "// any\nconst a = 'any';"],
    ["noTopLevelAwait", "const f = async () => { await work(); };"],
    ["noDefaultExport", "export const a = { default: 1 };"],
  ])("%s: %j", (rule, text) => {
    expect(SHAPE[rule]!(sourceOf("core", "a.ts", text))).toEqual([]);
  });

  it("a date that was given, in core", () => {
    expect(PURE(sourceOf("core", "a.ts", "const f = (d: unknown): d is Date => d instanceof Date;"))).toEqual(
      [],
    );
  });
});
