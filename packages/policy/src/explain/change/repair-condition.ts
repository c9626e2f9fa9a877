import type { Node } from "../../expression/node.ts";
import { printNode } from "../print-node.ts";
import type { ClauseValue } from "../clause.ts";
import type { RuleTest, RuleTests } from "../rule-tests.ts";
import { attributeTest, narrowedTest, valueOutside, valueWithin, widenedTest } from "./comparison.ts";
import { type CallEdit, type Edit, WEIGHT } from "./edit.ts";
import { placeFor, type SourceTest, sourceTest } from "./source-test.ts";
import { callEdit, type Target } from "./target.ts";

/** Edits after which the condition of a rule holds: of its text, or of the values that it reads. */
export function conditionRepairs(tests: RuleTests, target: Target): readonly (readonly Edit[])[] {
  const all = tests.of(target.rule);
  const failing = all.filter((test) => !target.holds(test));
  const widened = all.map((test) =>
    failing.includes(test) ? widenedText(test, { tests, target }) : test.text,
  );
  const isDropped = widened.includes(undefined);
  const text = widened.filter((part) => part !== undefined).join(" && ");
  const edit = target.widen(
    tests.column,
    text === "" ? "true" : text,
    isDropped ? WEIGHT.dropped : WEIGHT.bound,
  );
  const calls = failing.map((test) => testRepairs(test.node, test, target));
  return calls.every((edits) => edits.length > 0) ? [edit, calls.flat()] : [edit];
}

function widenedText(
  test: RuleTest,
  { tests, target }: { readonly tests: RuleTests; readonly target: Target },
): string | undefined {
  const read = attributeTest(test.node);
  const node = read && widenedTest(read, valueIn(test, read.name, target) as string | undefined);
  return node && printNode(node, tests.dialect);
}

/** Edits after which the condition of a rule does not hold. */
export function conditionBreaks(tests: RuleTests, target: Target): readonly (readonly Edit[])[] {
  const all = tests.of(target.rule);
  return all.flatMap((test) => {
    const source = sourceTest(test.node);
    if (source !== undefined) return [sourceEdit(source, test, { target, holds: false })];
    const read = attributeTest(test.node);
    if (read === undefined) return [];
    const value = valueIn(test, read.name, target);
    const narrowed = narrowedTest(read, value as string | undefined);
    const texts = all.map((each) =>
      each === test && narrowed ? printNode(narrowed, tests.dialect) : each.text,
    );
    const text = narrowed && texts.join(" && ");
    return [
      callEdit(callName(read.name), value, valueOutside(read)),
      target.widen(tests.column, text, WEIGHT.narrowed),
    ];
  });
}

/** Values of the call for which a test of an attribute holds. */
export function testRepairs(node: Node, test: Pick<RuleTest, "values">, target: Target): readonly CallEdit[] {
  const source = sourceTest(node);
  if (source !== undefined) return sourceEdit(source, test, { target, holds: true });
  const read = attributeTest(node);
  return read === undefined
    ? []
    : callEdit(callName(read.name), valueIn(test, read.name, target), valueWithin(read));
}

/** An argument that the call has, from another place. */
function sourceEdit(
  source: SourceTest,
  test: Pick<RuleTest, "values">,
  { target, holds }: { readonly target: Target; readonly holds: boolean },
): readonly CallEdit[] {
  const read = readIn(test, source.name, target);
  if (read === undefined) return [];
  const { sources } = read;
  return callEdit(`from(${source.name})`, sources, placeFor(source, holds));
}

function valueIn(test: Pick<RuleTest, "values">, name: string, target: Target): unknown {
  return readIn(test, name, target)?.value;
}

function readIn(
  { values }: Pick<RuleTest, "values">,
  name: string,
  { rule, asked }: Target,
): ClauseValue | undefined {
  return values(rule, asked.question).find((value) => value.name === name);
}

/** `env.subject.team` and `subject.team` are the same. */
function callName(name: string): string {
  return name.replace(/^env\.subject\./u, "subject.");
}
