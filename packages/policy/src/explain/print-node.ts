import type { Node } from "../expression/node.ts";
import { dotted } from "../model/dotted.ts";

/** How lists are written: `[a, b]` in a condition, `(a, b)` in a matcher. */
export type Dialect = "condition" | "matcher";

/** The text of an expression; parsed again, it is the same expression. */
export function printNode(node: Node, dialect: Dialect): string {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? quoted(node.value, dialect) : node.raw;
    case "Identifier":
      return dotted(node.name);
    case "ArrayExpression":
    case "MemberExpression":
    case "CallExpression":
      return printTerm(node, (part) => printNode(part, dialect), dialect);
    default:
      return printOperator(node, (part) => printNode(part, dialect));
  }
}

type Print = (node: Node) => string;

function printTerm(
  node: Extract<Node, { type: "ArrayExpression" | "MemberExpression" | "CallExpression" }>,
  print: Print,
  dialect: Dialect,
): string {
  if (node.type === "CallExpression") return `${print(node.callee)}(${node.arguments.map(print).join(", ")})`;
  if (node.type === "MemberExpression") {
    const [object, property] = [print(node.object), print(node.property)];
    return node.computed ? `${object}[${property}]` : `${object}.${property}`;
  }
  const items = node.elements.map(print).join(", ");
  return dialect === "condition" ? `[${items}]` : `(${items})`;
}

function printOperator(node: Node, print: Print): string {
  const inner: Print = (part) => (isPlain(part) ? print(part) : `(${print(part)})`);
  switch (node.type) {
    case "UnaryExpression":
      return `${node.operator}${inner(node.argument)}`;
    case "LogicalExpression":
      return [node.left, node.right]
        .map((part) => (joins(part, node.operator) ? print(part) : inner(part)))
        .join(` ${node.operator} `);
    case "BinaryExpression":
      return `${inner(node.left)} ${node.operator} ${inner(node.right)}`;
    case "ConditionalExpression":
      return `${inner(node.test)} ? ${inner(node.consequent)} : ${inner(node.alternate)}`;
    default:
      throw new TypeError(`a linted expression holds no ${node.type}`);
  }
}

/** What needs no brackets within another operator. */
function isPlain({ type }: Node): boolean {
  return (
    type !== "LogicalExpression" &&
    type !== "BinaryExpression" &&
    type !== "ConditionalExpression" &&
    type !== "UnaryExpression"
  );
}

/** Comparisons and negations bind more strongly than `&&` and `||`; the same operator needs no brackets either. */
function joins(part: Node, operator: string): boolean {
  if (part.type === "LogicalExpression") return part.operator === operator;
  return part.type === "UnaryExpression" || (part.type === "BinaryExpression" && part.operator !== "in");
}

/** Single quotes in a condition, since CSV doubles the others; double ones in a matcher, where casbin rewrites `r.` in single ones. */
function quoted(text: string, dialect: Dialect): string {
  const quote = dialect === "condition" ? "'" : '"';
  return quote + text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}
