import type { PolicyTestReport } from "@ambit/policy";
import { plain } from "../layout/plain.ts";
import type { Style } from "../layout/style.ts";
import { coverageLines, coverageTotals } from "./coverage.ts";
import { failureLines } from "./failure.ts";

type Suite = PolicyTestReport["suites"][number];
type Test = Suite["tests"][number];
type Tally = Test["decisions"];

/** What the head of a report names. */
export interface Heading {
  readonly folder: string;
  readonly style: Style;
}

/** The lines of a policy test's report: one per test, what failed below it, the totals last. */
export function printPolicyTest(report: PolicyTestReport, { folder, style }: Heading): readonly string[] {
  const { version, engine, suites, coverage, warnings } = report;
  const head = [plain(folder), `v${version}`, engine, "local files, no server"].join("   ");
  const width = Math.max(...suites.flatMap((suite) => suite.tests.map((test) => nameOf(suite, test).length)));
  return [
    ` ${style.faint(head)}`,
    ...suites.flatMap((suite) => suite.tests.flatMap((test) => testLines(test, { suite, width, style }))),
    ...warnings.map(
      ({ file, line, column, message, code }) =>
        ` ${style.caution("!")} ${plain(file)}:${line}:${column}  ${message}  ${style.faint(code)}`,
    ),
    ` ${style.strong(totals(report))}`,
    ...(coverage === undefined ? [] : coverageLines(coverage, style)),
  ];
}

function testLines(
  test: Test,
  { suite, width, style }: { readonly suite: Suite; readonly width: number; readonly style: Style },
): readonly string[] {
  const mark = test.passed ? style.good("✓") : style.alarm("✗");
  const line = ` ${mark} ${nameOf(suite, test).padEnd(width)}   ${style.faint(outcomeOf(test))}`;
  return [line, ...test.failures.flatMap((failure) => failureLines(failure, { file: suite.file, style }))];
}

function nameOf({ suite }: Suite, { name }: Test): string {
  return plain(`${suite} › ${name}`);
}

/** `4/4`, or what was asked of representative calls. */
function outcomeOf({ kind, decisions, checked }: Test): string {
  if (checked === undefined) return fraction(decisions);
  const { calls, of, allowed } = checked;
  const asked = `${calls < of ? `${number(calls)} of ${number(of)}` : number(calls)} call${of === 1 ? "" : "s"} asked`;
  if (kind === "query") return `${asked}, ${number(allowed)} can`;
  return kind === "never" ? asked : `${asked}, ${number(allowed)} allowed to the child`;
}

function totals({ totals: { tests, decisions, chains, queries }, coverage }: PolicyTestReport): string {
  const parts = [`Tests ${fraction(tests)}`, `Decisions ${fraction(decisions)}`];
  if (chains.total > 0) parts.push(`Chains ${fraction(chains)}`);
  if (queries.total > 0) parts.push(`Queries ${fraction(queries)}`);
  if (coverage !== undefined) parts.push(...coverageTotals(coverage));
  return parts.join("   ");
}

function fraction({ passed, total }: Tally): string {
  return `${number(passed)}/${number(total)}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
