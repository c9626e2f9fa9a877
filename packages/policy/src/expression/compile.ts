import type { ExtraRoles } from "../role/domain-graph.ts";
import type { RoleGraph } from "../role/role-graph.ts";
import type { AttributeKind } from "./attribute-kind.ts";
import { attributePath } from "./attribute-path.ts";
import { type CallNode, type Node, operandsOf } from "./node.ts";
import { binaryOperator, unaryOperator } from "./operator.ts";
import { checkedAttribute, ownMember } from "./read-attribute.ts";

/** A compiled matcher: request values, rule fields and the roles of this decision in, casbin's matcher result out. */
export type Program = (
  request: readonly unknown[],
  rule: readonly string[],
  extra: ExtraRoles | undefined,
) => unknown;

/** What the names in a matcher stand for. */
export interface Scope {
  /** Slot per request token, with casbin's prefix: `r_sub`. */
  readonly request: ReadonlyMap<string, number>;
  /** Slot per rule token: `p_sub`. */
  readonly rule: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, (...values: readonly unknown[]) => unknown>;
  readonly roles: ReadonlyMap<string, RoleGraph>;
  /** The rules that `eval(p.x)` evaluates, by their text. */
  readonly evaluated: ReadonlyMap<string, Node>;
  /** What each attribute must be, by name: `env.hour`. */
  readonly attributes: ReadonlyMap<string, AttributeKind>;
}

/** Compiles a linted matcher to closures; throws on what the linter should have refused. */
export function compileMatcher(node: Node, scope: Scope): Program {
  switch (node.type) {
    case "Literal": {
      const { value } = node;
      return () => value;
    }
    case "Identifier":
      return compileName(node.name, scope);
    case "ArrayExpression": {
      const elements = node.elements.map((element) => compileMatcher(element, scope));
      return (request, rule, extra) => elements.map((element) => element(request, rule, extra));
    }
    case "UnaryExpression":
      return compileUnary(node, scope);
    case "BinaryExpression":
    case "LogicalExpression":
      return compileBinary(node, scope);
    case "ConditionalExpression": {
      const test = compileMatcher(node.test, scope);
      const consequent = compileMatcher(node.consequent, scope);
      const alternate = compileMatcher(node.alternate, scope);
      return (request, rule, extra) =>
        truthy(test(request, rule, extra))
          ? consequent(request, rule, extra)
          : alternate(request, rule, extra);
    }
    case "CallExpression":
      return compileCall(node, scope);
    case "MemberExpression":
      return compileAttribute(node, scope);
    case "ThisExpression":
    case "Compound":
      throw new TypeError(`a matcher may not hold a ${node.type}`);
  }
}

function compileName(name: string, scope: Scope): Program {
  const requestSlot = scope.request.get(name);
  if (requestSlot !== undefined) return (request) => request[requestSlot];
  const ruleSlot = scope.rule.get(name);
  if (ruleSlot !== undefined) return (_request, rule) => rule[ruleSlot];
  throw new TypeError(`unknown name ${name}`);
}

function compileAttribute(node: Node, scope: Scope): Program {
  const path = attributePath(node);
  const slot = path === undefined ? undefined : scope.request.get(path.token);
  if (path === undefined || slot === undefined) throw new TypeError("unknown attribute");
  const { members, name } = path;
  const kind = scope.attributes.get(name) ?? "scalar";
  return (request) => {
    let value = request[slot];
    for (const member of members) value = ownMember(value, member, name);
    return checkedAttribute(value, kind, name);
  };
}

/** `eval(p.x)`: the text of each rule is a program of its own. */
function compileEvaluated([column]: readonly Node[], scope: Scope): Program {
  const slot = column?.type === "Identifier" ? scope.rule.get(column.name) : undefined;
  if (slot === undefined) throw new TypeError("eval needs a column");
  const programs = new Map<string, Program>();
  return (request, rule, extra) => {
    const text = rule[slot] ?? "";
    let program = programs.get(text);
    if (program === undefined) {
      const node = scope.evaluated.get(text);
      if (node === undefined) throw new TypeError("a rule to evaluate was not linted");
      program = compileMatcher(node, scope);
      programs.set(text, program);
    }
    return program(request, rule, extra);
  };
}

function compileUnary(node: Extract<Node, { type: "UnaryExpression" }>, scope: Scope): Program {
  const operator = unaryOperator(node.operator);
  if (operator === undefined) throw new TypeError(`unknown operator ${node.operator}`);
  const argument = compileMatcher(node.argument, scope);
  return (request, rule, extra) => operator(argument(request, rule, extra));
}

function compileBinary(node: Extract<Node, { left: Node }>, scope: Scope): Program {
  if (node.operator === "&&" || node.operator === "||") return compileChain(node, node.operator, scope);
  const operator = binaryOperator(node.operator);
  if (operator === undefined) throw new TypeError(`unknown operator ${node.operator}`);
  const left = compileMatcher(node.left, scope);
  const right = compileMatcher(node.right, scope);
  return (request, rule, extra) => operator(left(request, rule, extra), right(request, rule, extra));
}

/** `a && b && c` is the first operand that is not true, else the last; `a || b || c` the first that is. */
function compileChain(node: Node, operator: "&&" | "||", scope: Scope): Program {
  const operands = operandsOf(node, operator).map((operand) => compileMatcher(operand, scope));
  const stopsAt = operator === "||";
  return (request, rule, extra) => {
    let value: unknown;
    for (const operand of operands) {
      value = operand(request, rule, extra);
      if (truthy(value) === stopsAt) return value;
    }
    return value;
  };
}

function compileCall(node: CallNode, scope: Scope): Program {
  const name = node.callee.type === "Identifier" ? node.callee.name : "";
  if (name === "eval") return compileEvaluated(node.arguments, scope);
  const values = node.arguments.map((argument) => compileMatcher(argument, scope));
  const graph = scope.roles.get(name);
  if (graph !== undefined) return compileRole(graph, values);
  const call = scope.functions.get(name);
  if (call === undefined) throw new TypeError(`unknown function ${name}`);
  const [first, second] = values;
  const slots = slotsOf(node.arguments, scope);
  if (slots !== undefined) return (request, rule) => call(request[slots.request], rule[slots.rule]);
  if (values.length === 2 && first !== undefined && second !== undefined) {
    return (request, rule, extra) => call(first(request, rule, extra), second(request, rule, extra));
  }
  return (request, rule, extra) => call(...values.map((value) => value(request, rule, extra)));
}

/** The slots of `f(r.x, p.y)`, which nearly all calls are. */
function slotsOf(
  [first, second, ...more]: readonly Node[],
  scope: Scope,
): { readonly request: number; readonly rule: number } | undefined {
  if (first?.type !== "Identifier" || second?.type !== "Identifier" || more.length > 0) return undefined;
  const request = scope.request.get(first.name);
  const rule = scope.rule.get(second.name);
  return request === undefined || rule === undefined ? undefined : { request, rule };
}

/** `g(name, role)` and `g(name, role, domain)`. */
function compileRole(graph: RoleGraph, values: readonly Program[]): Program {
  const [name, role, domain] = values;
  if (name === undefined || role === undefined) throw new TypeError(`${graph.name} needs two names`);
  if (domain === undefined) {
    return (request, rule, extra) =>
      graph.has(roleText(name(request, rule, extra)), roleText(role(request, rule, extra)), extra);
  }
  return (request, rule, extra) => {
    const within = domain(request, rule, extra);
    if (within === undefined || within === null) throw new TypeError(`${graph.name} got no domain`);
    const pair = [roleText(name(request, rule, extra)), roleText(role(request, rule, extra))] as const;
    return graph.hasIn(asText(within), pair, extra);
  };
}

/** The text that casbin looks up: whatever is falsy is the empty name. */
function roleText(value: unknown): string {
  return truthy(value) ? asText(value) : "";
}

/** Casbin's `toString()`. Lint and request types leave texts and numbers only. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : `${value as number}`;
}

/** Truth as JavaScript has it, which is what casbin's evaluator uses. */
function truthy(value: unknown): boolean {
  return Boolean(value);
}
