import type { FileFindings } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { CallNode, Node } from "../expression/node.ts";
import { partsOf } from "../expression/node.ts";
import { binaryOperator, unaryOperator } from "../expression/operator.ts";
import { FUNCTION_NAMES, functionShape } from "../function/known-functions.ts";
import { patternFault } from "../function/pattern-fault.ts";
import { placeIn } from "./definition.ts";
import type { Declared, PatternColumn } from "./policy-model.ts";

/** Checks the names, functions and operators of a matcher; returns the columns that its functions compile. */
export function lintMatcher(
  node: Node,
  declared: Declared,
  findings: FileFindings,
): readonly PatternColumn[] {
  const lint = new MatcherLint(declared, findings);
  lint.visit(node);
  return lint.patterns;
}

class MatcherLint {
  readonly patterns: PatternColumn[] = [];
  readonly #declared: Declared;
  readonly #findings: FileFindings;

  constructor(declared: Declared, findings: FileFindings) {
    this.#declared = declared;
    this.#findings = findings;
  }

  visit(node: Node): void {
    switch (node.type) {
      case "Identifier":
        return this.#name(node.name);
      case "CallExpression":
        return this.#call(node);
      case "MemberExpression":
        return this.#member(node);
      case "BinaryExpression":
        return this.#binary(node);
      case "UnaryExpression":
        if (unaryOperator(node.operator) === undefined) this.#operator(node.operator);
        return this.visit(node.argument);
      case "Literal":
      case "LogicalExpression":
      case "ConditionalExpression":
        return partsOf(node).forEach((part) => this.visit(part));
      default:
        return this.#report(NOT_ALLOWED[node.type], node.type === "ThisExpression" ? "this" : "");
    }
  }

  #name(name: string): void {
    const { request, rule, roles } = this.#declared;
    if (request.has(name) || rule.has(name)) return;
    const known = [...request, ...rule].map(dotted);
    const isFunction = FUNCTION_NAMES.includes(name) || roles.has(name);
    const what = isFunction ? `function "${name}" is not called` : `"${dotted(name)}" is unknown`;
    this.#findings.add({
      reason: "token_unknown",
      at: this.#at(dotted(name)),
      text: dotted(name),
      message: `${what}: casbin would read it as undefined, and a negated test of it would ALLOW`,
      suggestion: nearestWord(dotted(name), known),
    });
  }

  #call(node: CallNode): void {
    if (node.callee.type !== "Identifier") {
      this.#report(
        "a method of a value is not called in a matcher: a value of another type has none",
        ".",
        "function_unknown",
      );
      return;
    }
    const { name } = node.callee;
    const { roles } = this.#declared;
    const shape = functionShape(name);
    const arity = roles.get(name) ?? shape?.arity;
    if (arity === undefined) {
      const suggestion = nearestWord(name, [...FUNCTION_NAMES, ...roles.keys()]);
      const message =
        name === "eval"
          ? "eval runs the text of a rule as code: write a condition, when(p.when, r.env, r.args)"
          : `function "${name}" is unknown: casbin would throw for every call, or ALLOW where it is negated`;
      this.#findings.add({ reason: "function_unknown", at: this.#at(name), text: name, message, suggestion });
      return;
    }
    if (node.arguments.length !== arity) this.#report(`${name} takes ${arity} arguments`, name);
    if (shape !== undefined && !roles.has(name)) this.#written(name, node.arguments[shape.written]);
    if (name === "when") this.#when(node);
    for (const argument of node.arguments) this.visit(argument);
  }

  /** Patterns and conditions are code: only the policy may write them. */
  #written(name: string, argument: Node | undefined): void {
    if (argument?.type === "Identifier" && this.#declared.rule.has(argument.name)) {
      this.patterns.push({ column: argument.name, function: name });
      return;
    }
    if (argument?.type === "Literal" && typeof argument.value === "string") {
      const fault = patternFault(name, argument.value);
      if (fault !== undefined) this.#report(fault.message, argument.value, "condition_invalid");
      return;
    }
    this.#report(
      `the pattern of ${name} must be a column of the rule or a text: a request must not supply it`,
      name,
    );
  }

  #when(node: CallNode): void {
    const [, env, args] = node.arguments;
    const plain = env?.type === "Identifier" && args?.type === "Identifier";
    if (plain && /^r\d*_env$/u.test(env.name) && /^r\d*_args$/u.test(args.name)) return;
    this.#report("when is called as when(p.when, r.env, r.args)", "when");
  }

  #member(node: Node): void {
    let at = node;
    while (at.type === "MemberExpression") at = at.object;
    if (at.type === "Identifier") this.#name(at.name);
    const message =
      "an attribute is read in a condition, when(p.when, r.env, r.args): casbin reads a missing one as undefined";
    this.#report(message, at.type === "Identifier" ? `${dotted(at.name)}.` : ".");
  }

  #binary(node: Extract<Node, { left: Node }>): void {
    if (node.operator === "in") return this.#in(node);
    if (binaryOperator(node.operator) === undefined) this.#operator(node.operator);
    this.visit(node.left);
    this.visit(node.right);
  }

  #in(node: Extract<Node, { left: Node }>): void {
    const list = node.right.type === "ArrayExpression" ? node.right.elements : undefined;
    const literal = list?.every((element) => element.type === "Literal") ?? false;
    const simple = node.left.type === "Identifier" || node.left.type === "Literal";
    this.visit(node.left);
    if (literal && simple) return;
    this.#report('`in` binds weakest in casbin: write it alone, (r.act in ("read", "write"))', "in");
  }

  #operator(operator: string): void {
    this.#report(
      `operator ${operator} is not used in a matcher: its result is a number, and casbin reads it as an effect`,
      operator,
    );
  }

  #report(
    message: string,
    text: string,
    reason: "model_invalid" | "function_unknown" | "condition_invalid" = "model_invalid",
  ): void {
    this.#findings.add({ reason, at: this.#at(text), text, message });
  }

  #at(text: string): { readonly line: number; readonly column: number } {
    return placeIn(this.#declared.definition, text);
  }
}

const NOT_ALLOWED = {
  ArrayExpression: "a list stands only after `in`: casbin turns other groups with a comma into lists",
  ThisExpression: "`this` is the whole context of casbin's evaluator, not a part of the request",
  Compound: "a matcher is one expression",
} as const;

/** A name as it stands in the model file. */
function dotted(name: string): string {
  return name.replace(/^([rp]\d*)_/u, "$1.");
}
