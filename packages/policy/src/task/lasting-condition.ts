import { attributePath } from "../condition/attribute.ts";
import { parseCondition } from "../condition/condition.ts";
import { functionName } from "../condition/function-name.ts";
import { type Node, partsOf } from "../expression/node.ts";

/** What of `env` is the same for all calls of one task that the same agent makes by the same model. */
const LASTING: ReadonlySet<string> = new Set(["subject", "actor", "tenant", "model", "generation"]);

/** Whether an attribute stays what it is for a whole task. */
export function isLasting(root: string, [member]: readonly string[]): boolean {
  return root === "env" && member !== undefined && LASTING.has(member);
}

/** Whether the text of a condition reads only what stays the same for a whole task; the text must compile. */
export function isLastingCondition(text: string): boolean {
  return lasts(parseCondition(text));
}

function lasts(node: Node): boolean {
  switch (node.type) {
    case "MemberExpression": {
      const { root, members } = attributePath(node);
      return isLasting(root, members);
    }
    case "CallExpression":
      // every other function says where values come from
      return functionName(node) === "has" && node.arguments.every(lasts);
    case "Identifier":
      return false;
    default:
      return partsOf(node).every(lasts);
  }
}
