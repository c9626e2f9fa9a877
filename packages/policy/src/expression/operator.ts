import { Util } from "casbin";

type Binary = (a: never, b: never) => unknown;

/* Operators as casbin's evaluator has them, loose comparison and all: L9. */
/* oxlint-disable eqeqeq */
const BINARY: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ["==", (a: unknown, b: unknown) => a == b],
  ["!=", (a: unknown, b: unknown) => a != b],
  ["===", (a: unknown, b: unknown) => a === b],
  ["!==", (a: unknown, b: unknown) => a !== b],
  ["<", (a: number, b: number) => a < b],
  [">", (a: number, b: number) => a > b],
  ["<=", (a: number, b: number) => a <= b],
  [">=", (a: number, b: number) => a >= b],
  ["+", (a: number, b: number) => a + b],
  ["-", (a: number, b: number) => a - b],
  ["*", (a: number, b: number) => a * b],
  ["/", (a: number, b: number) => a / b],
  ["%", (a: number, b: number) => a % b],
  ["in", Util.customIn],
]);
/* oxlint-enable eqeqeq */

const UNARY: ReadonlyMap<string, (a: never) => unknown> = new Map<string, (a: never) => unknown>([
  ["!", (a: boolean) => !a],
  ["-", (a: number) => -a],
  ["+", (a: unknown) => Number(a)],
]);

/** The meaning of a binary operator; undefined for one that a matcher may not use. */
export function binaryOperator(operator: string): ((a: unknown, b: unknown) => unknown) | undefined {
  return BINARY.get(operator) as ((a: unknown, b: unknown) => unknown) | undefined;
}

/** The meaning of a unary operator; undefined for one that a matcher may not use. */
export function unaryOperator(operator: string): ((a: unknown) => unknown) | undefined {
  return UNARY.get(operator) as ((a: unknown) => unknown) | undefined;
}
