import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, ROOT } from "./page.ts";

const PACKAGES = readdirSync(`${ROOT}packages`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const IMPORT = /^import \{ ([^}]+) \} from "(@ambit\/[^"]+)";$/gmu;

describe("the README of a package", () => {
  it("is there for every package", () => {
    expect(PACKAGES.length).toBeGreaterThanOrEqual(7);
  });

  it.each(PACKAGES)("names what %s has, and how it is installed", async (name) => {
    const blocks = blocksOf(`packages/${name}/README.md`);
    const imports = blocks.flatMap(({ text }) => [...text.matchAll(IMPORT)]);
    for (const [, names = "", from = ""] of imports) {
      const module = (await import(/* @vite-ignore */ from)) as Readonly<Record<string, unknown>>;
      expect(names.split(", ").filter((imported) => typeof module[imported] !== "function")).toEqual([]);
    }
    const own = imports.some(([, , from = ""]) => from.startsWith(`@ambit/${name}`));
    const install = blocks.some(({ text }) => text.includes(`@ambit/${name}`));
    expect({ install, own: own || name === "cli" }).toEqual({ install: true, own: true });
  });
});
