import type { ResourceClass } from "@ambit/core";

import { compileMatcher, type Program, type Scope } from "../expression/compile.ts";
import type { CallNode, Node } from "../expression/node.ts";
import { globOfClass, VARIES } from "./class-glob.ts";
import { unaryOperator } from "../expression/operator.ts";
import { isLastingCondition } from "./lasting-condition.ts";
import { calledName, isSame, tokenOf } from "./same.ts";

const RESOURCES: ReadonlySet<string> = new Set(["res", "obj"]);

/**
 * Compiles a matcher to tell what it gives for every call of a task; `VARIES` when that is not the same for all, or is
 * not known to be.
 *
 * The value of `res` is a class of resources. Operands are taken in the matcher's order: what throws for one call alone
 * must not be passed over.
 */
export function compileTaskMatcher(node: Node, scope: Scope): Program {
  return new TaskCompiler(scope, new Map()).compile(node);
}

class TaskCompiler {
  readonly #scope: Scope;
  readonly #conditions: Map<string, boolean>;

  constructor(scope: Scope, conditions: Map<string, boolean>) {
    this.#scope = scope;
    this.#conditions = conditions;
  }

  compile(node: Node): Program {
    if (isSame(node, this.#scope)) return guarded(compileMatcher(node, this.#scope));
    switch (node.type) {
      case "LogicalExpression":
        return chained(this.compile(node.left), this.compile(node.right), node.operator === "||");
      case "UnaryExpression":
        return node.operator === "!" ? negated(this.compile(node.argument)) : varies;
      case "CallExpression":
        return this.#call(node);
      default:
        return varies;
    }
  }

  #call(node: CallNode): Program {
    switch (calledName(node)) {
      case "glob":
        return this.#glob(node);
      case "when":
        return this.#when(node);
      case "eval":
        return this.#evaluated(node);
      default:
        return varies;
    }
  }

  #glob({ arguments: [resource, pattern] }: CallNode): Program {
    const from = slotOf(resource, this.#scope.request);
    const slot = slotOf(pattern, this.#scope.rule);
    if (from === undefined || slot === undefined || !this.#isResource(resource)) return varies;
    return guarded((request, rule) => globOfClass(request[from] as ResourceClass, rule[slot] ?? ""));
  }

  #when(node: CallNode): Program {
    const slot = slotOf(node.arguments[0], this.#scope.rule);
    if (slot === undefined) return varies;
    const program = guarded(compileMatcher(node, this.#scope));
    return (request, rule, extra) => (this.#lasts(rule[slot] ?? "") ? program(request, rule, extra) : VARIES);
  }

  #evaluated({ arguments: [column] }: CallNode): Program {
    const slot = slotOf(column, this.#scope.rule);
    if (slot === undefined) return varies;
    const programs = new Map<string, Program>();
    return (request, rule, extra) => {
      const text = rule[slot] ?? "";
      const node = this.#scope.evaluated.get(text);
      if (node === undefined) return VARIES;
      const program = programs.get(text) ?? this.compile(node);
      programs.set(text, program);
      return program(request, rule, extra);
    };
  }

  #lasts(condition: string): boolean {
    const known = this.#conditions.get(condition) ?? lastsWhole(condition);
    this.#conditions.set(condition, known);
    return known;
  }

  #isResource(node: Node | undefined): boolean {
    return node?.type === "Identifier" && RESOURCES.has(tokenOf(node.name));
  }
}

const varies: Program = () => VARIES;

function lastsWhole(condition: string): boolean {
  try {
    return isLastingCondition(condition);
  } catch {
    return false;
  }
}

/** What throws is decided anew for each call. */
function guarded(program: Program): Program {
  return (request, rule, extra) => {
    try {
      return program(request, rule, extra);
    } catch {
      return VARIES;
    }
  };
}

/** The right side is not asked where the left decides; where the left varies, so does the whole. */
function chained(left: Program, right: Program, stopsAt: boolean): Program {
  return (request, rule, extra) => {
    const first = left(request, rule, extra);
    return first === VARIES || Boolean(first) === stopsAt ? first : right(request, rule, extra);
  };
}

const not = unaryOperator("!");

function negated(program: Program): Program {
  return (request, rule, extra) => {
    const value = program(request, rule, extra);
    return value === VARIES ? VARIES : not?.(value);
  };
}

function slotOf(node: Node | undefined, slots: ReadonlyMap<string, number>): number | undefined {
  return node?.type === "Identifier" ? slots.get(node.name) : undefined;
}
