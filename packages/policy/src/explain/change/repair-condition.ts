import type { Node } from "../../expression/node.ts";
import { printNode } from "../print-node.ts";
import type { RuleTest, RuleTests } from "../rule-tests.ts";
import { attributeTest, narrowedTest, valueOutside, valueWithin, widenedTest } from "./comparison.ts";
import { type CallEdit, type Edit, WEIGHT } from "./edit.ts";
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
  const read = attributeTest(node);
  return read === undefined
    ? []
    : callEdit(callName(read.name), valueIn(test, read.name, target), valueWithin(read));
}

function valueIn({ values }: Pick<RuleTest, "values">, name: string, target: Target): unknown {
  return values(target.rule, target.asked.question).find((value) => value.name === name)?.value;
}

/** `env.subject.team` and `subject.team` are the same. */
function callName(name: string): string {
  return name.replace(/^env\.subject\./u, "subject.");
}
