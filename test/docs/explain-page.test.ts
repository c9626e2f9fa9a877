import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runProgram } from "../../packages/cli/src/command/program.ts";

/** The commands of the page and what follows each up to the end of its block. */
const SHOWN = /^\$ ambit (explain [^\n]*(?:\n {4}[^\n]*)*)\n([\s\S]*?)^```$/gmu;

it("docs/explain.md shows what its commands print", { timeout: 60_000 }, async () => {
  const page = readFileSync(new URL("../../docs/explain.md", import.meta.url), "utf8");
  const shown = [...page.matchAll(SHOWN)];
  expect(shown).toHaveLength(2);
  for (const [, command = "", output] of shown) {
    const printed: string[] = [];
    const terminal = { print: (text: string) => void printed.push(`${text}\n`), color: false, columns: 100 };
    const args = (command.match(/'[^']*'|\S+/gu) ?? []).map((word) => word.replaceAll("'", ""));
    expect(await runProgram(args, terminal)).toBe(0);
    expect(printed.join("")).toBe(output);
  }
});
