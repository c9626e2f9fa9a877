import type { JsonValue } from "@ambit/core";

import { attributePath } from "../../expression/attribute-path.ts";
import type { Node } from "../../expression/node.ts";

/** A comparison of an attribute with what the policy says. */
export interface AttributeTest {
  /** `args.amount` */
  readonly name: string;
  readonly attribute: Node;
  /** With the attribute on the left. */
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=" | "in";
  /** The literals: one, or those of the list behind `in`. */
  readonly literals: readonly Scalar[];
}

export type Scalar = string | number | boolean;

const FLIPPED = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
} as const;

/** The comparison that a test is: `args.amount <= 100`, `100 >= args.amount`, `env.branch`, `!env.branch`; else undefined. */
export function attributeTest(node: Node): AttributeTest | undefined {
  if (node.type === "UnaryExpression" && node.operator === "!") return flagTest(node.argument, false);
  if (node.type !== "BinaryExpression") return flagTest(node, true);
  const { left, right, operator } = node;
  if (attributePath(left) !== undefined) return literalTest(left, operator, right);
  const flipped = Object.hasOwn(FLIPPED, operator) ? FLIPPED[operator as keyof typeof FLIPPED] : "";
  return literalTest(right, flipped, left);
}

function literalTest(attribute: Node, operator: string, literal: Node): AttributeTest | undefined {
  const name = attributePath(attribute)?.name;
  const isList = literal.type === "ArrayExpression";
  const literals = isList ? literal.elements.map(scalarOf) : [scalarOf(literal)];
  const isKnown = isList ? operator === "in" : Object.hasOwn(FLIPPED, operator);
  if (name === undefined || !isKnown || !literals.every((value) => value !== undefined)) return undefined;
  return { name, attribute, operator: operator as AttributeTest["operator"], literals };
}

function flagTest(node: Node, value: boolean): AttributeTest | undefined {
  const path = attributePath(node);
  return path && { name: path.name, attribute: node, operator: "==", literals: [value] };
}

function scalarOf(node: Node): Scalar | undefined {
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const value = scalarOf(node.argument);
    return typeof value === "number" ? -value : undefined;
  }
  const value = node.type === "Literal" ? node.value : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}

/** The test that also holds for a value, and for all that it held for; undefined when there is none of its form. */
export function widenedTest(test: AttributeTest, value: JsonValue | undefined): Node | undefined {
  const { attribute, operator, literals } = test;
  const [literal] = literals;
  if (literal === undefined || typeof value !== typeof literal) return undefined;
  switch (operator) {
    case "<":
    case "<=":
      return binary("<=", attribute, literalNode(value as Scalar));
    case ">":
    case ">=":
      return binary(">=", attribute, literalNode(value as Scalar));
    case "==":
    case "in":
      return typeof literal === "boolean" ? undefined : listTest(attribute, [...literals, value as Scalar]);
    case "!=":
      return undefined;
  }
}

/** The test that does not hold for a value any more, and for nothing that it did not hold for. */
export function narrowedTest(test: AttributeTest, value: JsonValue | undefined): Node | undefined {
  const { attribute, operator, literals } = test;
  const others = literals.filter((literal) => literal !== value);
  if (operator === "in" && others.length > 0) return listTest(attribute, others);
  if (typeof value !== "number") return undefined;
  if (operator === "<" || operator === "<=") return binary("<", attribute, literalNode(value));
  return operator === ">" || operator === ">=" ? binary(">", attribute, literalNode(value)) : undefined;
}

/** A value for which the test holds; undefined when none is near. */
export function valueWithin({ operator, literals }: AttributeTest): Scalar | undefined {
  const [literal] = literals;
  switch (operator) {
    case "==":
    case "<=":
    case ">=":
    case "in":
      return literal;
    case "<":
    case ">":
      return stepFrom(literal, operator === "<" ? -1 : 1);
    case "!=":
      return typeof literal === "boolean" ? !literal : undefined;
  }
}

/** A value for which the test does not hold; undefined when none is near. */
export function valueOutside({ operator, literals }: AttributeTest): Scalar | undefined {
  const [literal] = literals;
  switch (operator) {
    case "<":
    case ">":
    case "!=":
      return literal;
    case "<=":
    case ">=":
      return stepFrom(literal, operator === "<=" ? 1 : -1);
    case "==":
      return typeof literal === "boolean" ? !literal : undefined;
    case "in":
      return undefined;
  }
}

/** The next whole number; there is none next to a fraction. */
function stepFrom(literal: Scalar | undefined, step: 1 | -1): number | undefined {
  return Number.isSafeInteger(literal) ? (literal as number) + step : undefined;
}

function binary(operator: string, left: Node, right: Node): Node {
  return { type: "BinaryExpression", operator, left, right };
}

function listTest(attribute: Node, values: readonly Scalar[]): Node {
  return binary("in", attribute, { type: "ArrayExpression", elements: values.map(literalNode) });
}

function literalNode(value: Scalar): Node {
  if (typeof value === "number" && value < 0)
    return { type: "UnaryExpression", operator: "-", argument: literalNode(-value) };
  return { type: "Literal", value, raw: JSON.stringify(value) };
}
