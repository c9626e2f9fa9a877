import type { Coverage } from "@ambit/policy";
import { plain } from "../layout/plain.ts";
import type { Style } from "../layout/style.ts";

/** Rules that are named one by one. */
const TOLD = 8;
const LABEL = 16;

/** `Rules 17/21 (80 %)`, `Clauses 40/54 (74 %)` */
export function coverageTotals({ rules, clauses }: Coverage): readonly string[] {
  return [
    `Rules ${rules.covered}/${rules.total} (${rules.percent} %)`,
    `Clauses ${clauses.covered}/${clauses.total} (${clauses.percent} %)`,
  ];
}

/** Which rules no decision has hit, and which columns of the others have never been all that refuses. */
export function coverageLines({ perRule }: Coverage, style: Style): readonly string[] {
  const missed = perRule.filter(({ hits }) => hits === 0).map(({ rule }) => plain(rule.at ?? rule.id));
  const idle = perRule.flatMap(({ rule, hits, clauses }) => {
    const never = clauses.filter(({ alone }) => hits > 0 && alone === 0).map(nameOf);
    return never.length === 0 ? [] : [plain(`${rule.at ?? rule.id}  ${never.join(", ")}`)];
  });
  const told = idle.slice(0, TOLD);
  if (idle.length > TOLD) told.push(`… ${idle.length - TOLD} more rules: --reporter json has all`);
  return [
    ...(missed.length === 0 ? [] : [`   ${style.caution("never hit".padEnd(LABEL))}${missed.join(", ")}`]),
    ...told.map(
      (line, index) => `   ${style.faint((index === 0 ? "never refuses" : "").padEnd(LABEL))}${line}`,
    ),
  ];
}

/** The column by which people know a clause: `sens`. */
function nameOf({ columns, text }: Coverage["perRule"][number]["clauses"][number]): string {
  return columns.length === 0 ? text : columns.join("+");
}
