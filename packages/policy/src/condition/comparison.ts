import { nearestWord } from "../finding/nearest-word.ts";
import { ConditionError } from "./condition-error.ts";
import { mustBe, sameType, type Term, type Value } from "./term.ts";

/** A comparison of two values of the same type. */
interface Comparison {
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

/** `a == b`, `a < b` and the like; throws `ConditionError` for any other operator, and for types that do not fit. */
export function compare(operator: string, left: Term, right: Term): Term {
  const test = COMPARISONS.get(operator);
  if (test === undefined) throw new ConditionError(`${operator} is no operator of a condition`, operator);
  if (test.ordering) {
    mustBe("number", left, operator);
    mustBe("number", right, operator);
  } else mustBe(left.kind, right, operator);
  canBe(left, right);
  canBe(right, left);
  return {
    kind: "boolean",
    name: operator,
    read: (attributes) => {
      const a = left.read(attributes);
      const b = right.read(attributes);
      sameType(a, b, left.name, test.ordering);
      return test.holds(a, b);
    },
  };
}

/** Throws when a text is compared with a term that can never be it. */
export function canBe({ texts, name }: Term, { value }: Term): void {
  if (texts === undefined || typeof value !== "string" || texts.includes(value)) return;
  throw new ConditionError(
    `${name} is one of ${texts.join(", ")}: no call could meet "${value}"`,
    value,
    nearestWord(value, texts),
  );
}
