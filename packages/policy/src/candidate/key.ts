import type { Question } from "../decision/evaluator.ts";
import type { Scope } from "../expression/compile.ts";
import { isBoolean } from "../expression/is-boolean.ts";
import { type CallNode, type Node, operandsOf } from "../expression/node.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { RoleGraph } from "../role/role-graph.ts";
import { literalStart, type Matching, matchingOf, startsOf } from "./literal-start.ts";

/** A conjunct of the matcher that finds rules: it holds only for rules kept under one of the texts of a question. */
export interface Key {
  /** The request tokens that it reads, without prefix. */
  readonly reads: readonly string[];
  /** The text under which a rule is kept; undefined for a rule that the conjunct does not exclude. */
  readonly textOf: (fields: readonly string[]) => string | undefined;
  /** The texts of a question, each once; undefined when they cannot be told: then the conjunct excludes nothing. */
  readonly textsFor: (question: Question) => readonly string[] | undefined;
  /** For roles: the name asked for, if it alone tells the texts, and whether the policy links it. */
  readonly linked?: Linked;
  /** The conjunct that holds for every rule that is found by it; undefined when it must still be asked. */
  readonly settles: Node | undefined;
}

interface Linked {
  readonly nameOf: (question: Question) => string | undefined;
  readonly has: (name: string) => boolean;
}

/**
 * The conjuncts of a matcher by which rules are found.
 *
 * Left of each stand only conjuncts that are true or false: casbin would read a number or NaN as an effect, whatever
 * stands right of it.
 */
export function keysOf(set: DefinitionSet, scope: Scope): readonly Key[] {
  const keys: Key[] = [];
  for (const conjunct of operandsOf(set.matcher.node, "&&")) {
    const key = keyOf(conjunct, scope);
    if (key !== undefined) keys.push({ ...key, settles: key.exact ? conjunct : undefined });
    if (!isBoolean(conjunct, set.names)) break;
  }
  return keys;
}

/** What one test finds. It is exact when it holds for all that it finds, given texts on both sides. */
type Test = Omit<Key, "settles"> & { readonly exact: boolean };

/** One test of request against rule, or-ed with any number of `p.x == "text"`. */
function keyOf(conjunct: Node, scope: Scope): Test | undefined {
  const open: OpenRule[] = [];
  let found: Test | undefined;
  for (const part of operandsOf(conjunct, "||")) {
    const rule = openRule(part, scope);
    if (rule !== undefined) open.push(rule);
    else if (found !== undefined) return undefined;
    else {
      found = part.type === "CallExpression" ? callKey(part, scope) : equalityKey(part, scope);
      if (found === undefined) return undefined;
    }
  }
  if (found === undefined || open.length === 0) return found;
  const { textOf, ...key } = found;
  const isOpen = (fields: readonly string[]): boolean => open.some(({ slot, text }) => fields[slot] === text);
  return { ...key, textOf: (fields) => (isOpen(fields) ? undefined : textOf(fields)) };
}

interface OpenRule {
  readonly slot: number;
  readonly text: string;
}

function openRule(node: Node, scope: Scope): OpenRule | undefined {
  const sides = equalSides(node);
  if (sides === undefined) return undefined;
  const [name, literal] = sides[0].type === "Literal" ? [sides[1], sides[0]] : sides;
  const slot = slotOf(name, scope.rule);
  if (slot === undefined || literal.type !== "Literal" || typeof literal.value !== "string") return undefined;
  return { slot, text: literal.value };
}

function equalityKey(node: Node, scope: Scope): Test | undefined {
  const sides = equalSides(node);
  if (sides === undefined) return undefined;
  const [request, rule] = slotOf(sides[0], scope.rule) === undefined ? sides : [sides[1], sides[0]];
  const from = slotOf(request, scope.request);
  const slot = slotOf(rule, scope.rule);
  if (from === undefined || slot === undefined) return undefined;
  return {
    exact: true,
    reads: tokensOf(request),
    textOf: (fields) => fields[slot],
    textsFor: ({ values }) => {
      const value = values[from];
      return typeof value === "string" ? [value] : undefined;
    },
  };
}

/** `g(r.x, p.y)`, `g(r.x, p.y, r.z)`, or a pattern: `glob(r.x, p.y)`, `keyMatch(r.x, p.y)` and the like. */
function callKey(node: CallNode, scope: Scope): Test | undefined {
  const [request, rule, domain] = node.arguments;
  const from = slotOf(request, scope.request);
  const slot = slotOf(rule, scope.rule);
  if (node.callee.type !== "Identifier" || from === undefined || slot === undefined) return undefined;
  const { name } = node.callee;
  const graph = scope.roles.get(name);
  const reads = tokensOf(...node.arguments);
  if (graph === undefined) {
    const matching = matchingOf(name);
    if (matching === undefined) return undefined;
    return { exact: false, reads, ...startKey(matching, from, slot) };
  }
  const within = slotOf(domain, scope.request);
  if (domain !== undefined && within === undefined) return undefined;
  const test = { exact: true, reads, textOf: (fields: readonly string[]) => fields[slot] };
  return within === undefined
    ? { ...test, textsFor: rolesOf(graph, from), linked: linked(graph, from) }
    : { ...test, textsFor: rolesWithin(graph, from, within) };
}

function linked(graph: RoleGraph, from: number): Linked {
  return {
    nameOf: ({ values, extra }) => {
      const name = values[from];
      return typeof name === "string" && extra === undefined ? name : undefined;
    },
    has: (name) => graph.links(name),
  };
}

function rolesOf(graph: RoleGraph, from: number): Key["textsFor"] {
  return ({ values, extra }) => {
    const name = values[from];
    return typeof name === "string" ? graph.rolesOf(name, extra) : undefined;
  };
}

function rolesWithin(graph: RoleGraph, from: number, within: number): Key["textsFor"] {
  return ({ values, extra }) => {
    const name = values[from];
    const domain = values[within];
    if (typeof name !== "string" || typeof domain !== "string") return undefined;
    return graph.rolesIn(domain, name, extra);
  };
}

function startKey(name: Matching, from: number, slot: number): Pick<Key, "textOf" | "textsFor"> {
  return {
    textOf: (fields) => literalStart(fields[slot] ?? "", name),
    textsFor: ({ values }) => {
      const value = values[from];
      return typeof value === "string" ? startsOf(value, name) : undefined;
    },
  };
}

function equalSides(node: Node): readonly [Node, Node] | undefined {
  const equal = node.type === "BinaryExpression" && (node.operator === "==" || node.operator === "===");
  return equal ? [node.left, node.right] : undefined;
}

function slotOf(node: Node | undefined, slots: ReadonlyMap<string, number>): number | undefined {
  return node?.type === "Identifier" ? slots.get(node.name) : undefined;
}

function tokensOf(...nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.type === "Identifier" && /^r\d*_/u.test(node.name) ? [node.name.replace(/^r\d*_/u, "")] : [],
  );
}
