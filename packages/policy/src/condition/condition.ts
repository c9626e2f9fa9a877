import type { CallNode, Node } from "../expression/node.ts";
import { parseExpression } from "../expression/parse.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { attributePath, type Attributes, findAttribute, readAttribute } from "./attribute.ts";
import { type Comparison, comparison } from "./comparison.ts";
import { ConditionError } from "./condition-error.ts";
import { type Kind, mustBe, type Term, type Value } from "./term.ts";

const MAX_LENGTH = 2000;
const FUNCTIONS = ["has"];
/** The escapes that mean in a condition what they mean elsewhere; the parser drops the backslash of most others. */
const ESCAPES = /\\[\\'"]/gu;

/** A compiled condition. Throws when an attribute is missing or of another type than it is compared with. */
export type Condition = (attributes: Attributes) => boolean;

/**
 * Compiles the text of a condition; throws `ConditionError` when it is none.
 *
 * The grammar is closed: numbers, texts, `true`, `false`, `env.x.y`, `args.x`, `subject.x`, `has(args.x)`,
 * `== != < <= > >=`, `in [..]`, `&& || !` and parentheses. Types are strict, own properties only.
 */
export function compileCondition(text: string): Condition {
  if (text.length > MAX_LENGTH)
    throw new ConditionError(`a condition has at most ${MAX_LENGTH} characters`, text);
  const term = mustBe("boolean", compileTerm(parse(text)), text);
  return (attributes) => asBoolean(term.read(attributes), text);
}

function parse(text: string): Node {
  const escaped = /\\.?/su.exec(text.replaceAll(ESCAPES, ""))?.[0];
  if (escaped !== undefined)
    throw new ConditionError(`${escaped} is no escape of a condition: write \\\\, \\' or \\"`, escaped);
  try {
    return parseExpression(text);
  } catch (error) {
    const { description } = error as { readonly description?: unknown };
    throw new ConditionError(
      `not a condition: ${typeof description === "string" ? description : "unreadable"}`,
      text,
    );
  }
}

function compileTerm(node: Node): Term {
  switch (node.type) {
    case "Literal":
      return literal(node.value, node.raw);
    case "Identifier":
    case "MemberExpression":
      return attribute(node);
    case "UnaryExpression":
      return unary(node);
    case "LogicalExpression":
      return logical(node);
    case "BinaryExpression":
      return node.operator === "in" ? membership(node) : compare(node);
    case "CallExpression":
      return call(node);
    case "Compound":
      throw new ConditionError('a condition is one expression; write "true" for no condition', "");
    default:
      throw new ConditionError("a condition holds comparisons, in [..], &&, ||, ! and has() only", "");
  }
}

function attribute(node: Node): Term {
  const path = attributePath(node);
  return { kind: "unknown", name: path.name, read: (attributes) => readAttribute(attributes, path) };
}

function literal(value: unknown, raw: string): Term {
  if (typeof value !== "boolean" && typeof value !== "number" && typeof value !== "string") {
    throw new ConditionError(`${raw} is no value of a condition: use numbers, texts, true and false`, raw);
  }
  if (typeof value === "number") checkFinite(value, raw);
  const kind: Kind = typeof value as "boolean" | "number" | "string";
  return { kind, name: raw, value, read: () => value };
}

function checkFinite(value: number, raw: string): void {
  if (!Number.isFinite(value)) throw new ConditionError(`${raw} is too large for a number`, raw);
}

function negative(node: Node): Term {
  const value = node.type === "Literal" ? node.value : undefined;
  if (typeof value !== "number") throw new ConditionError("- stands before a number only", "-");
  checkFinite(value, node.type === "Literal" ? node.raw : "");
  return { kind: "number", name: `-${value}`, value: -value, read: () => -value };
}

function unary(node: Extract<Node, { type: "UnaryExpression" }>): Term {
  if (node.operator === "-") return negative(node.argument);
  if (node.operator !== "!")
    throw new ConditionError(`${node.operator} is no operator of a condition`, node.operator);
  const term = mustBe("boolean", compileTerm(node.argument), "!");
  return { kind: "boolean", name: "!", read: (attributes) => !asBoolean(term.read(attributes), term.name) };
}

function logical(node: Extract<Node, { left: Node }>): Term {
  const left = mustBe("boolean", compileTerm(node.left), node.operator);
  const right = mustBe("boolean", compileTerm(node.right), node.operator);
  const stopsAt = node.operator === "||";
  return {
    kind: "boolean",
    name: node.operator,
    read: (attributes) =>
      asBoolean(left.read(attributes), left.name) === stopsAt
        ? stopsAt
        : asBoolean(right.read(attributes), right.name),
  };
}

function compare(node: Extract<Node, { left: Node }>): Term {
  const test: Comparison | undefined = comparison(node.operator);
  if (test === undefined)
    throw new ConditionError(`${node.operator} is no operator of a condition`, node.operator);
  const left = compileTerm(node.left);
  const right = compileTerm(node.right);
  if (test.ordering) {
    mustBe("number", left, node.operator);
    mustBe("number", right, node.operator);
  } else if (left.kind !== "unknown") mustBe(left.kind, right, node.operator);
  return {
    kind: "boolean",
    name: node.operator,
    read: (attributes) => {
      const a = left.read(attributes);
      const b = right.read(attributes);
      sameType(a, b, left.name, test.ordering);
      return test.holds(a, b);
    },
  };
}

function membership(node: Extract<Node, { left: Node }>): Term {
  const { right } = node;
  if (right.type !== "ArrayExpression")
    throw new ConditionError('in is followed by a list: args.x in ["a", "b"]', "in");
  const term = compileTerm(node.left);
  const members = right.elements.map((element) => compileTerm(element));
  const values = new Set<Value>();
  for (const member of members) {
    if (member.value === undefined)
      throw new ConditionError("a list holds numbers and texts only", member.name);
    mustBe(members[0]?.kind ?? "string", member, "in");
    values.add(member.value);
  }
  const kind = members[0]?.kind ?? "unknown";
  if (kind === "unknown") throw new ConditionError("an empty list holds for no call", "[]");
  mustBe(kind, term, "in");
  const sample = members[0]?.value ?? "";
  return {
    kind: "boolean",
    name: "in",
    read: (attributes) => {
      const value = term.read(attributes);
      sameType(value, sample, term.name, false);
      return values.has(value);
    },
  };
}

function call(node: CallNode): Term {
  const name = node.callee.type === "Identifier" ? node.callee.name : "";
  if (name !== "has") {
    const shown = name === "" ? "a method" : `${name}()`;
    throw new ConditionError(
      `${shown} is unknown in a condition: no call could meet it`,
      name,
      nearestWord(name, FUNCTIONS),
    );
  }
  const argument = node.arguments[0];
  if (node.arguments.length !== 1 || argument === undefined)
    throw new ConditionError("has() takes one attribute", "has");
  const path = attributePath(argument);
  return {
    kind: "boolean",
    name: `has(${path.name})`,
    read: (attributes) => findAttribute(attributes, path) !== undefined,
  };
}

function asBoolean(value: Value, name: string): boolean {
  if (typeof value !== "boolean") throw new TypeError(`${name} is a ${typeof value} and no boolean`);
  return value;
}

function sameType(a: Value, b: Value, ...[name, ordering]: [string, boolean]): void {
  if (typeof a !== typeof b) throw new TypeError(`${name} is a ${typeof a}, compared with a ${typeof b}`);
  if (ordering && typeof a !== "number")
    throw new TypeError(`${name} is a ${typeof a}: only numbers have an order`);
}
