import { returnsBoolean } from "../function/known-functions.ts";
import type { Node } from "./node.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "===", "!==", "<", ">", "<=", ">=", "in"]);

/** Whether a part of a matcher can only be true or false, or throw. Casbin reads numbers and NaN as effects. */
export function isBoolean(node: Node, roles: ReadonlySet<string>): boolean {
  switch (node.type) {
    case "BinaryExpression":
      return COMPARISONS.has(node.operator);
    case "UnaryExpression":
      return node.operator === "!";
    case "Literal":
      return typeof node.value === "boolean";
    case "LogicalExpression":
      return [node.left, node.right].every((part) => isBoolean(part, roles));
    case "ConditionalExpression":
      return [node.consequent, node.alternate].every((part) => isBoolean(part, roles));
    case "CallExpression":
      return (
        node.callee.type === "Identifier" && (roles.has(node.callee.name) || returnsBoolean(node.callee.name))
      );
    default:
      return false;
  }
}
