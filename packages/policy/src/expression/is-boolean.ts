import type { Names } from "../model/policy-model.ts";
import { returnsBoolean } from "../function/known-functions.ts";
import type { Node } from "./node.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "===", "!==", "<", ">", "<=", ">=", "in"]);

/** Whether a part of a matcher can only be true or false, or throw. Casbin reads numbers and NaN as effects. */
export function isBoolean(node: Node, names: Pick<Names, "roles" | "functions">): boolean {
  switch (node.type) {
    case "BinaryExpression":
      return COMPARISONS.has(node.operator);
    case "UnaryExpression":
      return node.operator === "!";
    case "Literal":
      return typeof node.value === "boolean";
    case "LogicalExpression":
      return [node.left, node.right].every((part) => isBoolean(part, names));
    case "ConditionalExpression":
      return [node.consequent, node.alternate].every((part) => isBoolean(part, names));
    case "CallExpression":
      return node.callee.type === "Identifier" && isTest(node.callee.name, names);
    default:
      return false;
  }
}

/** Evaluated rules are linted, and functions of the application checked, to give true or false. */
function isTest(name: string, { roles, functions }: Pick<Names, "roles" | "functions">): boolean {
  return name === "eval" || roles.has(name) || functions.has(name) || returnsBoolean(name);
}
