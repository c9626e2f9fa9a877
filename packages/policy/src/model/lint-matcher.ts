import { addAttributeKinds } from "../expression/attribute-kind.ts";
import type { CallNode, Node } from "../expression/node.ts";
import { partsOf } from "../expression/node.ts";
import { binaryOperator, unaryOperator } from "../expression/operator.ts";
import type { FileFindings, Report } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { FUNCTION_NAMES, functionShape } from "../function/known-functions.ts";
import { patternFault } from "../function/pattern-fault.ts";
import { type Definition, placeIn } from "./definition.ts";
import { attributeFault } from "./lint-attribute.ts";
import { dotted } from "./dotted.ts";
import type { Names, PatternColumn } from "./policy-model.ts";

/** What is checked: a matcher, or the text of a rule that a matcher evaluates. */
export interface Checked {
  readonly names: Names;
  readonly definition: Definition;
  /** The text as casbin sees it; undefined for the text of a rule, which evaluates nothing itself. */
  readonly escaped?: string;
}

/** Checks the names, functions and operators of a matcher; returns the columns that its functions compile. */
export function lintMatcher(node: Node, checked: Checked, findings: FileFindings): readonly PatternColumn[] {
  const lint = new MatcherLint(checked, findings);
  lint.visit(node);
  lint.attributeAlone(node);
  lint.attributeTypes(node);
  return lint.patterns;
}

class MatcherLint {
  readonly patterns: PatternColumn[] = [];
  readonly #checked: Checked;
  readonly #findings: FileFindings;

  constructor(checked: Checked, findings: FileFindings) {
    this.#checked = checked;
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

  /** An attribute where a test is expected: a number would be an effect, and any text true. */
  attributeAlone(node: Node): void {
    const logical = node.type === "LogicalExpression" || node.type === "ConditionalExpression";
    if (logical || node.type === "UnaryExpression")
      return partsOf(node).forEach((part) => this.attributeAlone(part));
    if (node.type === "MemberExpression")
      this.#report("an attribute alone is no test: compare it, r.env.tainted == true", ".");
  }

  attributeTypes(node: Node): void {
    const clash = addAttributeKinds(new Map(), node);
    if (clash === undefined) return;
    const message = `attribute ${clash} is compared with one type here and with another one there: no call could meet both`;
    this.#report(message, clash);
  }

  #name(name: string): void {
    const { request, rule, roles, functions } = this.#checked.names;
    if (request.has(name) || rule.has(name)) return;
    const known = [...request, ...rule].map(dotted);
    const isFunction = FUNCTION_NAMES.includes(name) || roles.has(name) || functions.has(name);
    const what = isFunction ? `function "${name}" is not called` : `"${dotted(name)}" is unknown`;
    this.#add({
      reason: "token_unknown",
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
    if (name === "eval") return this.#eval(node);
    const { roles, functions } = this.#checked.names;
    const shape = functionShape(name);
    const arity = roles.get(name) ?? functions.get(name) ?? shape?.arity;
    if (arity === undefined) {
      this.#add({
        reason: "function_unknown",
        text: name,
        message: `function "${name}" is unknown: casbin would throw for every call, or ALLOW where it is negated`,
        suggestion: nearestWord(name, [...FUNCTION_NAMES, ...roles.keys(), ...functions.keys()]),
      });
      return;
    }
    if (node.arguments.length !== arity) this.#report(`${name} takes ${arity} arguments`, name);
    if (shape !== undefined && !roles.has(name)) this.#written(name, node.arguments[shape.written]);
    if (name === "when") this.#when(node);
    for (const argument of node.arguments) this.visit(argument);
  }

  /** Casbin puts the text of the rule in place of `eval(p.x)`: it must find exactly that, and change nothing else. */
  #eval(node: CallNode): void {
    const { names, escaped } = this.#checked;
    const [column] = node.arguments;
    const isColumn =
      node.arguments.length === 1 && column?.type === "Identifier" && names.rule.has(column.name);
    if (!isColumn || escaped?.includes(`eval(${column.name})`) !== true) {
      const message =
        escaped === undefined
          ? "an evaluated rule evaluates no other: casbin would put its text in anywhere"
          : "eval is called as eval(p.x), with a column of the rule: a request must not supply code";
      return this.#report(message, "eval", "function_unknown");
    }
    if (/\sin\s/u.test(escaped)) {
      return this.#report(
        "eval and `in` do not go together: casbin would turn brackets of the rule into lists",
        "eval",
      );
    }
    this.patterns.push({ column: column.name, function: "eval" });
  }

  /** Patterns and conditions are code: only the policy may write them. */
  #written(name: string, argument: Node | undefined): void {
    const evaluated = this.#checked.escaped === undefined;
    if (!evaluated && argument?.type === "Identifier" && this.#checked.names.rule.has(argument.name)) {
      this.patterns.push({ column: argument.name, function: name });
      return;
    }
    if (argument?.type === "Literal" && typeof argument.value === "string") {
      const fault = patternFault(name, argument.value);
      if (fault !== undefined) this.#report(fault.message, argument.value, "condition_invalid");
      return;
    }
    const what = evaluated ? "a text" : "a column of the rule or a text";
    this.#report(`the pattern of ${name} must be ${what}: a request must not supply it`, name);
  }

  #when(node: CallNode): void {
    const [, env, args] = node.arguments;
    const plain = env?.type === "Identifier" && args?.type === "Identifier";
    if (plain && env.name === "r_env" && args.name === "r_args") return;
    this.#report("when is called as when(p.when, r.env, r.args)", "when");
  }

  #member(node: Extract<Node, { type: "MemberExpression" }>): void {
    const fault = attributeFault(node, this.#checked.names);
    if (fault !== undefined) this.#add(fault);
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
    const simple = ["Identifier", "Literal", "MemberExpression"].includes(node.left.type);
    this.visit(node.left);
    if (this.#checked.escaped === undefined)
      return this.#report("`in` does not stand in an evaluated rule: write ==, ||", "in");
    if (literal && simple) return;
    this.#report('`in` binds weakest in casbin: write it alone, (r.act in ("read", "write"))', "in");
  }

  #operator(operator: string): void {
    this.#report(
      `operator ${operator} is not used in a matcher: its result is a number, and casbin reads it as an effect`,
      operator,
    );
  }

  #report(message: string, text: string, reason: Report["reason"] = "model_invalid"): void {
    this.#add({ reason, text, message });
  }

  #add(report: Omit<Report, "at">): void {
    this.#findings.add({ ...report, at: placeIn(this.#checked.definition, report.text) });
  }
}

const NOT_ALLOWED = {
  ArrayExpression: "a list stands only after `in`: casbin turns other groups with a comma into lists",
  ThisExpression: "`this` is the whole context of casbin's evaluator, not a part of the request",
  Compound: "a matcher is one expression",
} as const;
