import { type Node, operandsOf } from "../expression/node.ts";
import type { Key } from "./key.ts";

/**
 * What is left of a matcher for a rule that was found by none, one, two … of the keys, in their order.
 *
 * Left of a key's conjunct all is true or false, so without it the matcher has the same result: the conjunct holds for
 * the rule, and whatever stands right of it still decides the result.
 */
export function remaining(matcher: Node, keys: readonly Key[]): readonly Node[] {
  const settled = new Set<Node>();
  return [undefined, ...keys].map((key) => {
    if (key?.settles !== undefined) settled.add(key.settles);
    const [first = TRUE, ...rest] = operandsOf(matcher, "&&").filter((operand) => !settled.has(operand));
    return rest.reduce(
      (left, right): Node => ({ type: "LogicalExpression", operator: "&&", left, right }),
      first,
    );
  });
}

const TRUE: Node = { type: "Literal", value: true, raw: "true" };
