import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runCommand, type Values } from "../../tools/arguments.ts";
import { readCases } from "./case.ts";
import { replay } from "./replay.ts";

const command = {
  name: "conformance",
  summary: "replays decisions that casbin made through the engine",
  options: {
    cases: {
      type: "string",
      help: "JSON Lines of recorded decisions",
      default: fileURLToPath(new URL("data/cases.jsonl", import.meta.url)),
    },
  },
} as const;

async function main({ cases }: Values<typeof command.options>): Promise<number> {
  const { passed, failed, refused } = replay(readCases(readFileSync(cases, "utf8")));
  for (const line of failed) console.log(line);
  const rows = [...refused].toSorted((a, b) => b[1] - a[1]);
  for (const [reason, count] of rows) console.log(`${String(count).padStart(5)} refused  ${reason}`);
  const sum = rows.reduce((total, [, count]) => total + count, 0);
  console.log(`${sum} refused by the linter`);
  console.log(`${passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

runCommand(command, main);
