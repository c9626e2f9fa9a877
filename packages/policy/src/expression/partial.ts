import { compileMatcher, type Program, type Scope } from "./compile.ts";
import { type CallNode, type Node, namesIn, walk } from "./node.ts";

/** The result of a part that depends on what is not known yet. */
const UNKNOWN = Symbol("unknown");

/** Whether a rule could still match when only some of the request is known. */
export type MayHold = (...asked: Parameters<Program>) => boolean;

/**
 * Compiles a matcher for requests of which only some tokens are known, in three-valued logic: what depends on the rest,
 * or throws, may hold. False only where no completion of the request could make the matcher hold.
 */
export function compilePartial(node: Node, scope: Scope, known: ReadonlySet<string>): MayHold {
  const program = partial(node, scope, known);
  return (request, rule, extra) => mayBe(program(request, rule, extra));
}

function partial(node: Node, scope: Scope, known: ReadonlySet<string>): Program {
  if (isKnown(node, scope, known)) return guarded(compileMatcher(node, scope));
  switch (node.type) {
    case "LogicalExpression": {
      const left = partial(node.left, scope, known);
      const right = partial(node.right, scope, known);
      return node.operator === "&&" ? and(left, right) : or(left, right);
    }
    case "UnaryExpression":
      return node.operator === "!" ? not(partial(node.argument, scope, known)) : () => UNKNOWN;
    case "ConditionalExpression": {
      const either = or(partial(node.consequent, scope, known), partial(node.alternate, scope, known));
      return (request, rule, extra) => mayBe(either(request, rule, extra)) && UNKNOWN;
    }
    default:
      return () => UNKNOWN;
  }
}

/** Whether a part reads only what is known; what an evaluated rule reads, its call does not show. */
function isKnown(node: Node, { request }: Scope, known: ReadonlySet<string>): boolean {
  for (const part of walk(node)) if (part.type === "CallExpression" && isEval(part)) return false;
  return namesIn(node).every((name) => !request.has(name) || known.has(name.replace(/^r\d*_/u, "")));
}

function isEval({ callee }: CallNode): boolean {
  return callee.type === "Identifier" && callee.name === "eval";
}

function guarded(program: Program): Program {
  return (request, rule, extra) => {
    try {
      return program(request, rule, extra);
    } catch {
      return UNKNOWN;
    }
  };
}

function and(left: Program, right: Program): Program {
  return (request, rule, extra) => {
    const first = left(request, rule, extra);
    if (!mayBe(first)) return false;
    const second = right(request, rule, extra);
    return first === UNKNOWN && mayBe(second) ? UNKNOWN : second;
  };
}

function or(left: Program, right: Program): Program {
  return (request, rule, extra) => {
    const first = left(request, rule, extra);
    if (first !== UNKNOWN && mayBe(first)) return first;
    const second = right(request, rule, extra);
    return first === UNKNOWN && !mayBe(second) ? UNKNOWN : second;
  };
}

function not(program: Program): Program {
  return (request, rule, extra) => {
    const value = program(request, rule, extra);
    return value === UNKNOWN ? UNKNOWN : !mayBe(value);
  };
}

/** Truth as JavaScript has it; the unknown is a symbol, and so may be. */
function mayBe(value: unknown): boolean {
  return Boolean(value);
}
