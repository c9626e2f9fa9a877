import { faultDenial } from "../decision/denial.ts";
import type { Question } from "../decision/evaluator.ts";
import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import { type CallNode, type Node, walk } from "../expression/node.ts";
import { compilePartial, type MayHold } from "../expression/partial.ts";
import type { Conjunct, Matcher } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import type { Clause, ClausePart, HeldRoles } from "./clause.ts";
import { type RuleTests, ruleTests } from "./rule-tests.ts";
import { matcherTokens, type ReadValues, valueReader } from "./value-reader.ts";

/** A clause of the matcher, ready to be asked of any rule. */
export interface CompiledClause extends Conjunct {
  readonly program: Program;
  readonly values: ReadValues;
  readonly roles: readonly ReadRoles[];
  readonly tests: RuleTests | undefined;
  /** Whether it holds for any request. */
  readonly always: (rule: Rule) => boolean;
}

type ReadRoles = (rule: Rule, question: Question) => HeldRoles;

/** Tells clause by clause why a rule matches or not. */
export class ClauseReader {
  readonly clauses: readonly CompiledClause[];

  constructor(matcher: Matcher, scope: Scope) {
    this.clauses = matcher.conjuncts.map((conjunct) => compileClause(conjunct, scope));
  }

  read(rule: Rule, question: Question): readonly Clause[] {
    return this.clauses.map((clause) => readClause(clause, rule, question));
  }
}

function readClause(clause: CompiledClause, rule: Rule, question: Question): Clause {
  const tests = clause.tests?.of(rule) ?? [];
  const roles = clause.roles.map((read) => read(rule, question));
  return {
    ...readPart(clause, rule, question),
    always: clause.always(rule),
    ...(roles.length === 0 ? {} : { roles }),
    ...(tests.length === 0 ? {} : { parts: tests.map((test) => readPart(test, rule, question)) }),
  };
}

type Test = Pick<CompiledClause, "text" | "program" | "values">;

function readPart({ text, program, values: read }: Test, rule: Rule, question: Question): ClausePart {
  const values = read(rule, question);
  try {
    return { text, holds: Boolean(program(question.values, rule.fields, question.extra)), values };
  } catch (fault) {
    return { text, holds: false, values, fault: faultDenial(fault) };
  }
}

function compileClause({ text, node }: Conjunct, scope: Scope): CompiledClause {
  return {
    text,
    node,
    program: compileMatcher(node, scope),
    values: valueReader(node, matcherTokens(scope)),
    roles: [...walk(node)].flatMap((part) => (part.type === "CallExpression" ? rolesOf(part, scope) : [])),
    tests: ruleTests(node, scope),
    always: holdsAlways(node, scope),
  };
}

function rolesOf(node: CallNode, scope: Scope): readonly ReadRoles[] {
  const definition = node.callee.type === "Identifier" ? node.callee.name : "";
  const graph = scope.roles.get(definition);
  if (graph === undefined) return [];
  const [nameOf, , domainOf] = node.arguments.map((argument) => compileMatcher(argument, scope));
  return [
    ({ fields }, { values, extra }) => {
      const name = `${nameOf?.(values, fields, extra) as string}`;
      const domain = domainOf?.(values, fields, extra);
      const held =
        domain === undefined ? graph.rolesOf(name, extra) : graph.rolesIn(`${domain as string}`, name, extra);
      return { definition, name, held };
    },
  ];
}

/** The pattern with which a function holds for whatever it is given. */
const EVERYTHING: Readonly<Record<string, string>> = { span: "*", glob: "**", when: "true", eval: "true" };

function holdsAlways(node: Node, scope: Scope): CompiledClause["always"] {
  const open = node.type === "CallExpression" ? openColumn(node, scope) : undefined;
  const negated: Node = { type: "UnaryExpression", operator: "!", argument: node };
  let mayFail: MayHold | undefined;
  return ({ fields }) => {
    if (open !== undefined && fields[open.slot] === open.text) return true;
    mayFail ??= compilePartial(negated, scope, new Set());
    return !mayFail([], fields, undefined);
  };
}

function openColumn(
  { callee, arguments: values }: CallNode,
  scope: Scope,
): { readonly slot: number; readonly text: string } | undefined {
  const name = callee.type === "Identifier" ? callee.name : "";
  const text = Object.hasOwn(EVERYTHING, name) ? EVERYTHING[name] : undefined;
  const column = values.find((value) => value.type === "Identifier" && scope.rule.has(value.name));
  const slot = column?.type === "Identifier" ? scope.rule.get(column.name) : undefined;
  return text === undefined || slot === undefined ? undefined : { slot, text };
}
