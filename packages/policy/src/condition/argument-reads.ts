import type { Node } from "../expression/node.ts";
import { attributePath } from "./attribute.ts";
import { parseCondition } from "./condition.ts";
import { functionName } from "./function-name.ts";
import type { Value } from "./term.ts";

/** What an argument must be where a condition reads it; `any` where it is only looked for or asked about. */
type ReadKind = "boolean" | "number" | "string" | "scalar" | "any";

/** One place where a condition reads an argument. */
export interface ArgumentRead {
  /** `args.order.amount` */
  readonly name: string;
  readonly members: readonly string[];
  readonly kind: ReadKind;
  /** The literals that it is compared with. */
  readonly values: readonly Value[];
  /** Whether it is read by `has()` only to know whether it is there. */
  readonly guard: boolean;
}

/** Every argument that the text of a condition reads; the text must compile. */
export function argumentReads(text: string): readonly ArgumentRead[] {
  const reads: ArgumentRead[] = [];
  collect(parseCondition(text), { kind: "boolean", values: [], guard: false }, reads);
  return reads;
}

type Expected = Pick<ArgumentRead, "kind" | "values" | "guard">;

const BOOLEAN: Expected = { kind: "boolean", values: [], guard: false };
const NUMBER: Expected = { kind: "number", values: [], guard: false };
const ANY: Expected = { kind: "any", values: [], guard: false };

function collect(node: Node, expected: Expected, reads: ArgumentRead[]): void {
  switch (node.type) {
    case "MemberExpression": {
      const { root, name, members } = attributePath(node);
      if (root === "args") reads.push({ name, members, ...expected });
      return;
    }
    case "UnaryExpression":
      return collect(node.argument, BOOLEAN, reads);
    case "LogicalExpression":
      collect(node.left, BOOLEAN, reads);
      return collect(node.right, BOOLEAN, reads);
    case "BinaryExpression": {
      const ordering = node.operator.startsWith("<") || node.operator.startsWith(">");
      collect(node.left, ordering ? NUMBER : likeLiterals(node.right), reads);
      return collect(node.right, ordering ? NUMBER : likeLiterals(node.left), reads);
    }
    case "CallExpression": {
      const guard = functionName(node) === "has";
      for (const argument of node.arguments) collect(argument, { ...ANY, guard }, reads);
      return;
    }
    default:
      return;
  }
}

/** What stands on the other side of a comparison: `"open"`, or `[1, 2]`. */
function likeLiterals(other: Node): Expected {
  const nodes = other.type === "ArrayExpression" ? other.elements : [other];
  const values = nodes.map(literalOf).filter((value) => value !== undefined);
  const kind = values[0] === undefined ? "scalar" : (typeof values[0] as ReadKind);
  return { kind, values, guard: false };
}

function literalOf(node: Node): Value | undefined {
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const value = literalOf(node.argument);
    return typeof value === "number" ? -value : undefined;
  }
  return node.type === "Literal" ? (node.value as Value) : undefined;
}
