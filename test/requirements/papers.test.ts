import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./test-files.ts";

type Paper = { readonly path: string; readonly text: string };

const PAPERS: readonly Paper[] = ["", "docs/"]
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => folder + name))
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Commands of pnpm itself that the papers may name. */
const PNPM = ["install", "add", "exec", "dlx", "pack"];

const links = ({ path, text }: Paper): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => join(dirname(path), match[1] ?? ""));

const scripts = ({ text }: Paper): readonly string[] =>
  [...text.matchAll(/(?:^|`|npx (?:-y )?)pnpm(?:@[\d.]+)? ([a-z][\w:-]*)/gm)].map((match) => match[1] ?? "");

const brokenLinks = (papers: readonly Paper[]): readonly string[] =>
  papers.flatMap((paper) =>
    links(paper)
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${paper.path} -> ${target}`),
  );

const unknownScripts = (papers: readonly Paper[]): readonly string[] =>
  papers.flatMap((paper) =>
    scripts(paper).filter((name) => !PNPM.includes(name) && !Object.hasOwn(manifest.scripts, name)),
  );

const packages = (): readonly string[] =>
  readdirSync(join(ROOT, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

describe("the papers", () => {
  it("link only to what exists", () => {
    console.log(`papers: ${PAPERS.length}, ${PAPERS.flatMap(links).length} links`);
    expect(PAPERS.length).toBeGreaterThanOrEqual(5);
    expect(brokenLinks(PAPERS)).toEqual([]);
  });

  it("name only commands that exist", () => {
    expect(PAPERS.flatMap(scripts).length).toBeGreaterThan(10);
    expect(unknownScripts(PAPERS)).toEqual([]);
  });

  it("list every package in ARCHITECTURE.md", () => {
    const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
    const listed = [...text.matchAll(/^\| `@ambit\/(\w+)` \|/gm)].map((match) => match[1] ?? "");
    expect(new Set(listed)).toEqual(new Set(packages()));
  });

  it("would notice a dead link and an unknown command", () => {
    const bad = {
      path: "docs/a.md",
      text: "[a](./gone.md), [b](../README.md#x), `npx pnpm@10.34.9 conjure`",
    };
    expect(brokenLinks([bad])).toContain("docs/a.md -> docs/gone.md");
    expect(unknownScripts([bad])).toEqual(["conjure"]);
  });
});
