import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import { type CallNode, type Node, operandsOf } from "../expression/node.ts";
import { parseExpression } from "../expression/parse.ts";
import type { Rule } from "../rule/rule.ts";
import { type Dialect, printNode } from "./print-node.ts";
import { matcherTokens, type ReadValues, type Tokens, valueReader } from "./value-reader.ts";

/** One operand of the condition that a rule brings along. */
export interface RuleTest {
  readonly text: string;
  readonly node: Node;
  readonly program: Program;
  readonly values: ReadValues;
}

/** The condition that each rule brings along to a clause. */
export interface RuleTests {
  /** The slot of its column. */
  readonly column: number;
  readonly dialect: Dialect;
  readonly of: (rule: Rule) => readonly RuleTest[];
}

/** The conditions of a clause `when(p.when, r.env, r.args)` or `eval(p.rule)`; undefined for another clause. */
export function ruleTests(node: Node, scope: Scope): RuleTests | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const first = node.arguments[0];
  const column = first?.type === "Identifier" ? scope.rule.get(first.name) : undefined;
  if (column === undefined) return undefined;
  if (node.callee.name === "when")
    return { column, dialect: "condition", of: byText(column, conditionReader(node, scope)) };
  return node.callee.name === "eval"
    ? { column, dialect: "matcher", of: byText(column, evaluatedReader(scope)) }
    : undefined;
}

type ReadTests = (text: string, column: number) => readonly RuleTest[];

function byText(column: number, read: ReadTests): RuleTests["of"] {
  const known = new Map<string, readonly RuleTest[]>();
  return ({ fields }) => {
    const text = fields[column] ?? "";
    const tests = known.get(text) ?? read(text, column);
    known.set(text, tests);
    return tests;
  };
}

/** An operand of a condition is asked by the clause itself, with the operand in place of the rule's condition. */
function conditionReader(node: CallNode, scope: Scope): ReadTests {
  const clause = compileMatcher(node, scope);
  const tokens = conditionTokens(node, scope);
  return (text, column) =>
    operandsOf(parseExpression(text), "&&").map((part) => {
      const operand = printNode(part, "condition");
      const program: Program = (request, rule, extra) => clause(request, rule.with(column, operand), extra);
      return { text: operand, node: part, program, values: valueReader(part, tokens) };
    });
}

/** The names of a condition; `subject.x` is `env.subject.x`. */
function conditionTokens(node: CallNode, scope: Scope): Tokens {
  const [env, args] = node.arguments
    .slice(1)
    .map((argument) => (argument.type === "Identifier" ? scope.request.get(argument.name) : undefined));
  const request = new Map<string, { readonly slot: number; readonly within: readonly string[] }>();
  if (args !== undefined) request.set("args", { slot: args, within: [] });
  if (env !== undefined) {
    request.set("env", { slot: env, within: [] });
    request.set("subject", { slot: env, within: ["subject"] });
  }
  return { request, rule: new Map() };
}

function evaluatedReader(scope: Scope): ReadTests {
  const tokens = matcherTokens(scope);
  return (text) => {
    const evaluated = scope.evaluated.get(text);
    return (evaluated === undefined ? [] : operandsOf(evaluated, "&&")).map((part) => ({
      text: printNode(part, "matcher"),
      node: part,
      program: compileMatcher(part, scope),
      values: valueReader(part, tokens),
    }));
  };
}
