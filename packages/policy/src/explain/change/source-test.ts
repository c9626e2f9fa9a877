import { VALUE_SOURCES, type ValueSource } from "@ambit/core";

import { attributePath } from "../../expression/attribute-path.ts";
import type { Node } from "../../expression/node.ts";
import { sourceArgument } from "../source-argument.ts";

/** A test of where an argument comes from: `from(args.to) in [user, own]`, or its negation. */
export interface SourceTest {
  /** `args.to` */
  readonly name: string;
  readonly places: readonly string[];
  readonly negated: boolean;
}

/** The test that a node is; undefined for any other. */
export function sourceTest(node: Node): SourceTest | undefined {
  if (node.type === "UnaryExpression" && node.operator === "!") {
    const test = sourceTest(node.argument);
    return test && { ...test, negated: !test.negated };
  }
  if (node.type !== "BinaryExpression" || node.operator !== "in") return undefined;
  const argument = sourceArgument(node.left);
  const name = argument && attributePath(argument)?.name;
  if (name === undefined || node.right.type !== "ArrayExpression") return undefined;
  const places = node.right.elements.map((place) => (place.type === "Identifier" ? place.name : ""));
  return { name, places, negated: false };
}

/** The best place from which the test holds, or does not. */
export function placeFor({ places, negated }: SourceTest, holds: boolean): ValueSource | undefined {
  return VALUE_SOURCES.find((place) => (places.includes(place) !== negated) === holds);
}
