import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./arguments.ts";
import type { Values } from "./arguments.ts";
import { codesPage } from "./docs/codes-page.ts";

const PAGE = join(import.meta.dirname, "../docs/codes.md");

const command = {
  name: "docs-codes",
  summary: "writes docs/codes.md from the table of codes",
  options: { check: { type: "boolean", help: "write nothing, fail on a difference" } },
} as const;

async function main({ check }: Values<typeof command.options>): Promise<number> {
  const page = codesPage();
  const codes = page.split("\n").filter((line) => line.includes("| <a id=")).length;
  const differs = check && readFileSync(PAGE, "utf8") !== page;
  if (!check) writeFileSync(PAGE, page);
  console.log(`docs/codes.md: ${codes} codes${differs ? "; it differs from the table" : ""}`);
  return codes === 0 || differs ? 1 : 0;
}

runCommand(command, main);
