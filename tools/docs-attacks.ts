import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testFiles } from "../test/requirements/test-files.ts";
import { runCommand } from "./arguments.ts";
import type { Values } from "./arguments.ts";
import { attackFiles, attacksIn } from "./attacks/read-attacks.ts";
import { withAttacks } from "./docs/attacks-section.ts";

const PAGE = join(import.meta.dirname, "../SECURITY.md");

const command = {
  name: "docs-attacks",
  summary: "writes the attacks into SECURITY.md from test/attacks",
  options: { check: { type: "boolean", help: "write nothing, fail on a difference" } },
} as const;

async function main({ check }: Values<typeof command.options>): Promise<number> {
  const stated = attackFiles(testFiles()).flatMap(attacksIn);
  const before = readFileSync(PAGE, "utf8");
  const page = withAttacks(before, stated);
  if (page === undefined) throw new Error("SECURITY.md has no markers for the attacks");
  const differs = check && before !== page;
  if (!check) writeFileSync(PAGE, page);
  console.log(`SECURITY.md: ${stated.length} attacks${differs ? "; it differs from the tests" : ""}`);
  return stated.length === 0 || differs ? 1 : 0;
}

runCommand(command, main);
