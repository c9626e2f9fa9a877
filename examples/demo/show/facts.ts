import type { Fact } from "../bank/facts.ts";
import { bad, bold, faint, good } from "./style.ts";
import { paragraph, WIDTH } from "./text.ts";

/** How facts are shown. */
export type Showing = {
  /** The heading of each group: the part of a fact's id before the dot. */
  readonly headings: Readonly<Record<string, string>>;
  /** Whether a fact must hold: with a live model most are only looked at. */
  readonly isDue: (fact: Fact) => boolean;
};

/** Facts as a list, in groups. */
export function showFacts(facts: readonly Fact[], { headings, isDue }: Showing): string {
  const lines: string[] = [];
  let group = "";
  for (const fact of facts) {
    const [name = ""] = fact.id.split(".");
    if (name !== group) lines.push(`\n   ${bold(headings[name] ?? name)}`);
    group = name;
    lines.push(showFact(fact, isDue(fact)));
  }
  return lines.join("\n");
}

/** Columns of a claim, behind which stands what was seen. */
const CLAIM = 58;

function showFact({ claim, holds, seen }: Fact, isDue: boolean): string {
  const mark = holds ? good("✓") : isDue ? bad("✗") : faint("–");
  const head = `   ${mark} ${claim.padEnd(CLAIM)}`;
  if (seen === "") return head.trimEnd();
  const fits = claim.length <= CLAIM && seen.length <= WIDTH - CLAIM - 7;
  return fits ? `${head}  ${faint(seen)}` : `${head.trimEnd()}\n${faint(paragraph(seen, 7))}`;
}

/** The last line: all facts hold that must, or which do not. */
export function showVerdict(facts: readonly Fact[], isDue: Showing["isDue"]): string {
  const due = facts.filter(isDue);
  const broken = due.filter(({ holds }) => !holds);
  if (broken.length === 0) {
    const others = due.length === facts.length ? "" : " The others depend on what the model does.";
    return `\n   ${good(`All ${due.length} facts hold.`)}${others}\n`;
  }
  const lines = broken.map(({ id, claim, seen }) => `   ${bad("✗")} ${bold(id)}: ${claim}; seen: ${seen}`);
  return [`\n   ${bad(`${broken.length} of ${due.length} facts do not hold:`)}`, ...lines, ""].join("\n");
}
