import type { Node } from "../expression/node.ts";

/** The argument whose sources `from(args.to)` asks for; undefined for anything else. */
export function sourceArgument(node: Node): Node | undefined {
  const isFrom =
    node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "from";
  return isFrom ? node.arguments[0] : undefined;
}
