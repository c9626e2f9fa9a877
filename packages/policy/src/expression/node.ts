/** A node of casbin's own expression parser. */
export type Node =
  | { readonly type: "Literal"; readonly value: unknown; readonly raw: string }
  | { readonly type: "Identifier"; readonly name: string }
  | { readonly type: "ArrayExpression"; readonly elements: readonly Node[] }
  | { readonly type: "UnaryExpression"; readonly operator: string; readonly argument: Node }
  | {
      readonly type: "BinaryExpression" | "LogicalExpression";
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly type: "ConditionalExpression";
      readonly test: Node;
      readonly consequent: Node;
      readonly alternate: Node;
    }
  | {
      readonly type: "MemberExpression";
      readonly computed: boolean;
      readonly object: Node;
      readonly property: Node;
    }
  | CallNode
  | { readonly type: "ThisExpression" }
  | { readonly type: "Compound"; readonly body: readonly Node[] };

export interface CallNode {
  readonly type: "CallExpression";
  readonly callee: Node;
  readonly arguments: readonly Node[];
}

/** The direct parts of a node, from left to right. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case "ArrayExpression":
      return node.elements;
    case "UnaryExpression":
      return [node.argument];
    case "BinaryExpression":
    case "LogicalExpression":
      return [node.left, node.right];
    case "ConditionalExpression":
      return [node.test, node.consequent, node.alternate];
    case "MemberExpression":
      return [node.object, node.property];
    case "CallExpression":
      return [node.callee, ...node.arguments];
    case "Compound":
      return node.body;
    case "Literal":
    case "Identifier":
    case "ThisExpression":
      return [];
  }
}

/** A node and everything below it, from left to right. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const part of partsOf(node)) yield* walk(part);
}

/** The names of tokens in an expression, each as often as it stands; names of functions and members are none. */
export function namesIn(node: Node): readonly string[] {
  switch (node.type) {
    case "Identifier":
      return [node.name];
    case "MemberExpression":
      return namesIn(node.object);
    case "CallExpression":
      return node.arguments.flatMap(namesIn);
    default:
      return partsOf(node).flatMap(namesIn);
  }
}

/** The operands of `a && b && c` or `a || b || c`, however it is bracketed; the node itself when it is neither. */
export function operandsOf(node: Node, operator: "&&" | "||"): readonly Node[] {
  if (node.type !== "LogicalExpression" || node.operator !== operator) return [node];
  return [...operandsOf(node.left, operator), ...operandsOf(node.right, operator)];
}
