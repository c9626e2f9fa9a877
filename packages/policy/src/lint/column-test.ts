import { type Node, operandsOf, walk } from "../expression/node.ts";
import { functionShape } from "../function/known-functions.ts";
import type { DefinitionSet } from "../model/policy-model.ts";

/** What a matcher asks of one column of a rule. */
export interface ColumnTest {
  readonly slot: number;
  /** The request token, without prefix, with which the column is compared; undefined when it is no plain token. */
  readonly token: string | undefined;
  /** Texts with which the column holds for every request: `*` of `p.tool == "*" || …`. */
  readonly open: readonly string[];
  readonly kind: TestKind;
}

export type TestKind =
  | { readonly type: "equal" }
  /** `g(r.sub, p.sub)`; with domains when there is a third name. */
  | { readonly type: "role"; readonly role: string; readonly domains: boolean }
  | { readonly type: "pattern"; readonly function: string }
  /** Anything else: only the same text is known to hold for the same requests. */
  | { readonly type: "other" };

const OTHER: TestKind = { type: "other" };

/** The tests of a matcher, column by column: all of them must hold for a rule to match. */
export function columnTests(set: DefinitionSet): readonly ColumnTest[] {
  return operandsOf(set.matcher.node, "&&").flatMap((conjunct) => testsOf(conjunct, set));
}

function testsOf(conjunct: Node, set: DefinitionSet): readonly ColumnTest[] {
  const read = columnsIn(conjunct, set);
  const [slot, ...others] = read;
  if (slot === undefined) return [];
  const parts = operandsOf(conjunct, "||");
  const literals = parts.map((part) => openText(part, slot, set));
  const [test, ...more] = parts.filter((_, index) => literals[index] === undefined);
  if (others.length > 0 || more.length > 0 || test === undefined) return read.map(otherTest);
  const open = literals.filter((literal) => literal !== undefined);
  const found = kindOf(test, set);
  return found === undefined ? [otherTest(slot)] : [{ slot, open: [...open, ...found.open], ...found.test }];
}

function otherTest(slot: number): ColumnTest {
  return { slot, token: undefined, open: [], kind: OTHER };
}

interface Found {
  readonly open: readonly string[];
  readonly test: Pick<ColumnTest, "token" | "kind">;
}

function kindOf(node: Node, set: DefinitionSet): Found | undefined {
  if (isEquality(node)) {
    const [request] = [node.left, node.right].filter((side) => columnOf(side, set) === undefined);
    return { open: [], test: { token: tokenOf(request, set), kind: { type: "equal" } } };
  }
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const { name } = node.callee;
  if (set.names.roles.has(name)) return roleTest(name, node.arguments, set);
  if (name === "when") return { open: ["true"], test: { token: undefined, kind: OTHER } };
  const shape = functionShape(name);
  if (shape === undefined || columnOf(node.arguments[shape.written], set) === undefined) return undefined;
  const kind = { type: "pattern", function: name } as const;
  return {
    open: name === "span" ? ["*"] : name === "glob" ? ["**"] : [],
    test: { token: tokenOf(node.arguments[0], set), kind },
  };
}

function roleTest(role: string, names: readonly Node[], set: DefinitionSet): Found | undefined {
  if (columnOf(names[1], set) === undefined) return undefined;
  const kind = { type: "role", role, domains: names.length > 2 } as const;
  return { open: [], test: { token: tokenOf(names[0], set), kind } };
}

/** The text of `p.x == "text"`. */
function openText(node: Node, slot: number, set: DefinitionSet): string | undefined {
  if (!isEquality(node)) return undefined;
  const [name, literal] = node.left.type === "Literal" ? [node.right, node.left] : [node.left, node.right];
  if (columnOf(name, set) !== slot || literal.type !== "Literal") return undefined;
  return typeof literal.value === "string" ? literal.value : undefined;
}

function isEquality(node: Node): node is Extract<Node, { left: Node }> {
  return node.type === "BinaryExpression" && (node.operator === "==" || node.operator === "===");
}

function columnsIn(node: Node, set: DefinitionSet): readonly number[] {
  const slots = new Set<number>();
  for (const part of walk(node)) {
    const slot = columnOf(part, set);
    if (slot !== undefined) slots.add(slot);
  }
  return [...slots];
}

function columnOf(node: Node | undefined, { ptype, columns }: DefinitionSet): number | undefined {
  if (node?.type !== "Identifier" || !node.name.startsWith(`${ptype}_`)) return undefined;
  const slot = columns.indexOf(node.name.slice(ptype.length + 1));
  return slot < 0 ? undefined : slot;
}

function tokenOf(node: Node | undefined, { rtype, requestTokens }: DefinitionSet): string | undefined {
  if (node?.type !== "Identifier" || !node.name.startsWith(`${rtype}_`)) return undefined;
  const token = node.name.slice(rtype.length + 1);
  return requestTokens.includes(token) ? token : undefined;
}
