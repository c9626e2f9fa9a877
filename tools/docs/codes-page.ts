import { CODES } from "../../packages/core/src/index.ts";
import type { CodeRow } from "../../packages/core/src/index.ts";

const PARTS: Readonly<Record<string, string>> = {
  D: "Denials: why a call did not run",
  G: "Set-up: what is wrong with options, agents and tools",
  P: "Policy: what is wrong with the policy folder",
  T: "Trace: what is wrong with a ledger",
};

const HEAD = `# Codes

Every reason, error and finding of Ambit. Programs match on the name, people look up the code. A code is never reused.
This page is generated from \`packages/core/src/code/table.ts\` by \`pnpm docs:codes\`; the tests require no difference.
`;

const cell = (text: string): string => text.replaceAll("|", "\\|");

const line = ([name, row]: readonly [string, CodeRow]): string =>
  `| <a id="${name}"></a>${row.code} | \`${name}\` | ${cell(row.message)} | ${cell(row.hint)} |`;

/** The whole text of `docs/codes.md`. */
export function codesPage(): string {
  const rows = Object.entries(CODES).sort(([, a], [, b]) => (a.code < b.code ? -1 : 1));
  const parts = Object.entries(PARTS).map(([letter, title]) => {
    const lines = rows.filter(([, row]) => row.code.startsWith(`AMBIT-${letter}`)).map(line);
    return `\n## ${title}\n\n| code | name | what happened | what to do |\n|---|---|---|---|\n${lines.join("\n")}\n`;
  });
  return HEAD + parts.join("");
}
