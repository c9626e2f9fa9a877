import type { Value } from "./term.ts";

/** A comparison of two values of the same type. */
export interface Comparison {
  /** Only numbers have an order. */
  readonly ordering: boolean;
  readonly holds: (a: Value, b: Value) => boolean;
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["==", { ordering: false, holds: (a, b) => a === b }],
  ["!=", { ordering: false, holds: (a, b) => a !== b }],
  ["<", { ordering: true, holds: (a, b) => a < b }],
  ["<=", { ordering: true, holds: (a, b) => a <= b }],
  [">", { ordering: true, holds: (a, b) => a > b }],
  [">=", { ordering: true, holds: (a, b) => a >= b }],
]);

/** The comparison that an operator means; undefined for any other operator. */
export function comparison(operator: string): Comparison | undefined {
  return COMPARISONS.get(operator);
}
