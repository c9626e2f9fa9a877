import type { StatedAttack } from "../attacks/read-attacks.ts";

const START = "<!-- attacks: start -->";
const END = "<!-- attacks: end -->";

const HEAD = `Each row is a file in \`test/attacks\` that tries it on the real libraries; \`pnpm attacks\` runs them against the pinned
versions and against the oldest that are supported. Written from those files by \`pnpm docs:attacks\`.

| the attacker wants | and gets |
|---|---|
`;

const HOSTILE = `
**What remains possible to hostile code in the same process**: each of these lines has a test that does it, and that would
fail if it were no longer so. Beyond them: native modules, a debugger, reading memory, \`fetch\` without any tool. Such code
can:

`;

const cell = (text: string): string => text.replaceAll("|", "\\|");
const gets = ({ expected }: StatedAttack): string =>
  expected.map((each) => (each.includes(" ") ? each : `[\`${each}\`](docs/codes.md#${each})`)).join(", ");

/** The section about attacks, with its markers. */
export function attacksSection(stated: readonly StatedAttack[]): string {
  const rows = stated
    .filter(({ kind }) => kind === "attack")
    .map((one) => `| [${cell(one.wants)}](${one.path}) | ${gets(one)} |\n`);
  const hostile = stated
    .filter(({ kind }) => kind === "hostile")
    .map(({ wants, path }) => `- ${wants} ([test](${path})).\n`);
  return `${START}\n\n${HEAD}${rows.join("")}${HOSTILE}${hostile.join("")}\n${END}`;
}

/** A page with the section between its markers; undefined when it has none. */
export function withAttacks(page: string, stated: readonly StatedAttack[]): string | undefined {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) return undefined;
  return page.slice(0, start) + attacksSection(stated) + page.slice(end + END.length);
}
