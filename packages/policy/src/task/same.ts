import { attributePath } from "../expression/attribute-path.ts";
import type { Scope } from "../expression/compile.ts";
import { type CallNode, type Node, operandsOf, partsOf } from "../expression/node.ts";
import { FUNCTION_NAMES } from "../function/known-functions.ts";
import { isLasting } from "./lasting-condition.ts";

/** The request tokens that are the same for all calls of one task. */
const SAME: ReadonlySet<string> = new Set(["sub", "tool", "act", "sens", "intent", "depth", "dom"]);

/** Matching functions read nothing but their values; those of the application only say so. */
const PURE: ReadonlySet<string> = new Set(FUNCTION_NAMES.filter((name) => name !== "when"));

/** Whether a part of a matcher reads only what is the same for all calls of a task. */
export function isSame(node: Node, scope: Scope): boolean {
  switch (node.type) {
    case "Identifier":
      return scope.rule.has(node.name) || SAME.has(tokenOf(node.name));
    case "MemberExpression": {
      const path = attributePath(node);
      return path !== undefined && isLasting(tokenOf(path.token), path.members);
    }
    case "CallExpression": {
      const name = calledName(node);
      const isPure = PURE.has(name) || scope.roles.has(name);
      return isPure && node.arguments.every((part) => isSame(part, scope));
    }
    default:
      return partsOf(node).every((part) => isSame(part, scope));
  }
}

/** The conjuncts of a matcher before the first that varies: what they exclude is excluded whatever else a call says. */
export function leadingSame(matcher: Node, scope: Scope): Node | undefined {
  const operands = operandsOf(matcher, "&&");
  const end = operands.findIndex((operand) => !isSame(operand, scope));
  const [first, ...rest] = end < 0 ? operands : operands.slice(0, end);
  if (first === undefined) return undefined;
  return rest.reduce(
    (left, right): Node => ({ type: "LogicalExpression", operator: "&&", left, right }),
    first,
  );
}

/** The name of a request token, without casbin's prefix. */
export function tokenOf(name: string): string {
  return name.replace(/^r\d*_/u, "");
}

/** The name of the function that a node calls. */
export function calledName({ callee }: CallNode): string {
  return callee.type === "Identifier" ? callee.name : "";
}
