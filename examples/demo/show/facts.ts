import type { Fact } from "../bank/facts.ts";
import { bad, bold, faint, good } from "./style.ts";
import { paragraph, WIDTH } from "./text.ts";

/** Facts as a list under one heading per group: the part of their ids before the dot. */
export function showFacts(facts: readonly Fact[], headings: Readonly<Record<string, string>>): string {
  const lines: string[] = [];
  let group = "";
  for (const fact of facts) {
    const [name = ""] = fact.id.split(".");
    if (name !== group) lines.push(`\n   ${bold(headings[name] ?? name)}`);
    group = name;
    lines.push(showFact(fact));
  }
  return lines.join("\n");
}

/** Columns of a claim, behind which stands what was seen. */
const CLAIM = 58;

function showFact({ claim, holds, seen }: Fact): string {
  const head = `   ${holds ? good("✓") : bad("✗")} ${claim.padEnd(CLAIM)}`;
  const fits = claim.length <= CLAIM && seen.length <= WIDTH - CLAIM - 7;
  return fits ? `${head}  ${faint(seen)}` : `${head.trimEnd()}\n${faint(paragraph(seen, 7))}`;
}

/** The last line: all facts hold, or which do not. */
export function showVerdict(facts: readonly Fact[]): string {
  const broken = facts.filter(({ holds }) => !holds);
  if (broken.length === 0) return `\n   ${good(`All ${facts.length} facts hold.`)}\n`;
  const lines = broken.map(({ id, claim, seen }) => `   ${bad("✗")} ${bold(id)}: ${claim}; seen: ${seen}`);
  return [`\n   ${bad(`${broken.length} of ${facts.length} facts do not hold:`)}`, ...lines, ""].join("\n");
}
