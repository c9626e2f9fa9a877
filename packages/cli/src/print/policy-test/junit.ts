import type { PolicyTestReport } from "@ambit/policy";
import { printCall } from "./failure.ts";

type Suite = PolicyTestReport["suites"][number];
type Test = Suite["tests"][number];

/** What could end an attribute, is no character of XML, or could spoof a terminal. */
const UNSAFE = /[&<>"\p{C}\p{Zl}\p{Zp}]/gu;

/** A report in the XML that CI systems read: one `testsuite` per file, one `testcase` per test. */
export function printJunit({ suites, totals }: PolicyTestReport): string {
  const { tests, queries } = totals;
  const all = tests.total + queries.total;
  const failures = all - tests.passed - queries.passed;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "ambit test", tests: all, failures })}>`,
    ...suites.flatMap(suiteLines),
    "</testsuites>",
  ].join("\n");
}

function suiteLines({ suite, file, tests }: Suite): readonly string[] {
  const failures = tests.filter(({ passed }) => !passed).length;
  return [
    `  <testsuite${attributes({ name: suite, file, tests: tests.length, failures })}>`,
    ...tests.flatMap((test) => testLines(test, { suite, file })),
    "  </testsuite>",
  ];
}

function testLines(
  { name, at, failures }: Test,
  { suite, file }: { readonly suite: string; readonly file: string },
): readonly string[] {
  const head = `    <testcase${attributes({ classname: suite, name, file, line: at.line })}`;
  if (failures.length === 0) return [`${head}/>`];
  return [
    `${head}>`,
    ...failures.map((failure) => `      <failure${attributes({ message: failureText(failure) })}/>`),
    "    </testcase>",
  ];
}

function failureText({ call, mismatches, message, note, matched }: Test["failures"][number]): string {
  return [
    ...(call === undefined ? [] : [printCall(call)]),
    ...mismatches.map(({ member, expected, actual }) => `${member}: expected ${expected}, actual ${actual}`),
    ...(message === undefined ? [] : [message]),
    ...matched.map(({ at, id, text }) => `${at ?? id}: ${text}`),
    ...(note === undefined ? [] : [note]),
  ].join("\n");
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

function escaped(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return isAllowed(point) ? `&#x${point.toString(16)};` : "\uFFFD";
  });
}

/** Whether XML 1.0 can name a character at all. */
function isAllowed(point: number): boolean {
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return (point < 0xd800 || point > 0xdfff) && point !== 0xfffe && point !== 0xffff;
}
