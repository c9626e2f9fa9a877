import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testFiles, titlesOf } from "../test/requirements/test-files.ts";
import { ROUTES } from "../test/scenarios/routes.ts";
import { runCommand } from "./arguments.ts";
import type { Values } from "./arguments.ts";
import { emptyCells, routesPage } from "./docs/routes-page.ts";

const PAGE = join(import.meta.dirname, "../test/scenarios/README.md");

const command = {
  name: "docs-routes",
  summary: "writes test/scenarios/README.md from the titles of the tests",
  options: { check: { type: "boolean", help: "write nothing, fail on a difference" } },
} as const;

async function main({ check }: Values<typeof command.options>): Promise<number> {
  const files = testFiles().map((file) => ({ path: file.path, titles: titlesOf(file) }));
  const page = routesPage(ROUTES, files);
  const differs = check && readFileSync(PAGE, "utf8") !== page;
  if (!check) writeFileSync(PAGE, page);
  const cells = Object.values(ROUTES).flat().length;
  const empty = emptyCells(ROUTES, files).length;
  console.log(
    `test/scenarios/README.md: ${cells} cells, ${empty} empty${differs ? "; it differs from the tests" : ""}`,
  );
  return cells === 0 || differs ? 1 : 0;
}

runCommand(command, main);
