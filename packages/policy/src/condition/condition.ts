import type { Node } from "../expression/node.ts";
import { parseExpression } from "../expression/parse.ts";
import { attributePath, type Attributes, readAttribute } from "./attribute.ts";
import { callTerm } from "./call.ts";
import { compare } from "./comparison.ts";
import { ConditionError } from "./condition-error.ts";
import { membership } from "./membership.ts";
import { memberOfSources } from "./source-list.ts";
import { asBoolean, type Kind, mustBe, type Term } from "./term.ts";

const MAX_LENGTH = 2000;
/** The escapes that mean in a condition what they mean elsewhere; the parser drops the backslash of most others. */
const ESCAPES = /\\[\\'"]/gu;

/**
 * A compiled condition; takes time linear in the call.
 *
 * Throws `AttributeMissing` when an attribute is missing or nobody knows a fact that it asks for, and `TypeError` when
 * something is of another type than it is compared with.
 */
export type Condition = (attributes: Attributes) => boolean;

/**
 * Compiles the text of a condition; throws `ConditionError` when it is none.
 *
 * The grammar is closed: numbers, texts, `true`, `false`, `env.x.y`, `args.x`, `subject.x`, the functions of `callTerm`
 * and `memberOfSources`, `== != < <= > >=`, `in [..]`, `&& || !` and parentheses. Types are strict, own properties only.
 */
export function compileCondition(text: string): Condition {
  if (text.length > MAX_LENGTH)
    throw new ConditionError(`a condition has at most ${MAX_LENGTH} characters`, text);
  const term = mustBe("boolean", compileTerm(parseCondition(text)), text);
  return (attributes) => asBoolean(term.read(attributes), text);
}

/** Parses the text of a condition; throws `ConditionError`. */
export function parseCondition(text: string): Node {
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
      return node.operator === "in"
        ? member(node)
        : compare(node.operator, compileTerm(node.left), compileTerm(node.right));
    case "CallExpression":
      return callTerm(node);
    case "Compound":
      throw new ConditionError('a condition is one expression; write "true" for no condition', "");
    default:
      throw new ConditionError("a condition holds comparisons, in [..], &&, ||, ! and functions only", "");
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

/** `x in [..]`, where `from()` and `host()` have lists of their own. */
function member({ left, right }: Extract<Node, { left: Node }>): Term {
  const special = memberOfSources(left, right);
  if (special !== undefined) return special;
  if (right.type !== "ArrayExpression")
    throw new ConditionError('in is followed by a list: args.x in ["a", "b"]', "in");
  return membership(compileTerm(left), right.elements.map(compileTerm));
}
