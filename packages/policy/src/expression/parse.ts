// A CommonJS module whose `parse` Node cannot see as a named export.
// oxlint-disable-next-line import/default
import expressionEval from "@casbin/expression-eval";
import { Util } from "casbin";

import type { Node } from "./node.ts";

/** The precedence that casbin gives `in`: weaker than `&&`. */
const CASBIN_IN = 1;
/** The precedence of `<`. */
const COMPARISON = 7;

/** Parses a matcher as casbin does; throws a `SyntaxError`-like error with the place. */
export function parseMatcher(escaped: string): Node {
  return parse(Util.bracketCompatible(escaped), CASBIN_IN);
}

/** Parses a condition, in which `in` binds as strongly as the other comparisons. */
export function parseExpression(text: string): Node {
  return parse(text, COMPARISON);
}

/** The operator table is casbin's own and shared; parsing is synchronous, so nobody sees it between the two writes. */
function parse(text: string, precedence: number): Node {
  expressionEval.addBinaryOp("in", precedence, Util.customIn);
  try {
    return expressionEval.parse(text) as unknown as Node;
  } finally {
    expressionEval.addBinaryOp("in", CASBIN_IN, Util.customIn);
  }
}
