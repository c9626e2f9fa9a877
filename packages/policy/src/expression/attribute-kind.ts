import { functionShape } from "../function/known-functions.ts";
import { attributePath } from "./attribute-path.ts";
import { type Node, partsOf } from "./node.ts";

/** What an attribute must be, by what it is compared with; a `scalar` is a boolean, number or text. */
export type AttributeKind = "boolean" | "number" | "string" | "scalar";

const ORDER: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "+", "-", "*", "/", "%"]);

/** Kinds by the names of attributes: `env.hour`. */
export type AttributeKinds = Map<string, AttributeKind>;

/**
 * Adds the kinds of all attributes that an expression reads; the name of one that would have to be two things.
 *
 * Casbin compares loosely: an empty text is less than 100, and a list of one text equals it. So every attribute must be
 * what it is compared with, wherever the policy reads it.
 */
export function addAttributeKinds(kinds: AttributeKinds, node: Node): string | undefined {
  let clash: string | undefined;
  collect(node, "scalar", (name, kind) => {
    const before = kinds.get(name) ?? "scalar";
    if (before !== "scalar" && kind !== "scalar" && before !== kind) clash = name;
    else kinds.set(name, kind === "scalar" ? before : kind);
  });
  return clash;
}

type Tell = (name: string, kind: AttributeKind) => void;

function collect(node: Node, kind: AttributeKind, tell: Tell): void {
  if (node.type === "MemberExpression") {
    const path = attributePath(node);
    if (path !== undefined) tell(path.name, kind);
    return;
  }
  const within = kindWithin(node);
  for (const part of partsOf(node)) collect(part, within, tell);
}

/** What the attributes that are direct parts of a node must be. */
function kindWithin(node: Node): AttributeKind {
  switch (node.type) {
    case "BinaryExpression":
      if (ORDER.has(node.operator)) return "number";
      return literalKind(node.left) ?? literalKind(node.right) ?? "scalar";
    case "UnaryExpression":
      return node.operator === "!" ? "scalar" : "number";
    case "CallExpression":
      return node.callee.type === "Identifier" ? argumentKind(node.callee.name) : "scalar";
    default:
      return "scalar";
  }
}

function argumentKind(name: string): AttributeKind {
  if (/^g\d*$/u.test(name)) return "string";
  if (name === "span") return "number";
  return functionShape(name) === undefined ? "scalar" : "string";
}

function literalKind(node: Node): AttributeKind | undefined {
  const literal = node.type === "ArrayExpression" ? node.elements[0] : node;
  if (literal?.type !== "Literal") return undefined;
  const kind = typeof literal.value;
  return kind === "boolean" || kind === "number" || kind === "string" ? kind : undefined;
}
