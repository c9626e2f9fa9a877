import { describe, expect, it } from "vitest";

import { binaryOperator, unaryOperator } from "../src/expression/operator.ts";

describe("operators, as casbin's evaluator has them", () => {
  it.each([
    ["==", "1", 1, true],
    ["==", 1, 2, false],
    ["!=", "1", 1, false],
    ["!=", 1, 2, true],
    ["===", "1", 1, false],
    ["===", 1, 1, true],
    ["!==", "1", 1, true],
    ["!==", 1, 1, false],
    ["<", 1, 2, true],
    ["<", 2, 2, false],
    [">", 2, 1, true],
    [">", 2, 2, false],
    ["<=", 2, 2, true],
    ["<=", 3, 2, false],
    [">=", 2, 2, true],
    [">=", 1, 2, false],
    ["+", 3, 2, 5],
    ["-", 3, 2, 1],
    ["*", 3, 2, 6],
    ["/", 3, 2, 1.5],
    ["%", 5, 3, 2],
  ])("%s of %j and %j", (operator, left, right, result) => {
    expect(binaryOperator(operator)?.(left, right)).toBe(result);
  });

  it.each([
    ["!", true, false],
    ["!", 0, true],
    ["-", 3, -3],
    ["+", "4", 4],
  ])("%s of %j", (operator, operand, result) => {
    expect(unaryOperator(operator)?.(operand)).toBe(result);
  });

  it("in: whether a list holds a value", () => {
    expect(binaryOperator("in")?.("a", ["a", "b"])).toBe(true);
    expect(binaryOperator("in")?.("c", ["a", "b"])).toBe(false);
  });

  it("there are no others", () => {
    for (const operator of ["=~", "&", "|", "^", "<<", "**", "&&", "||", ""]) {
      expect(binaryOperator(operator)).toBeUndefined();
    }
    for (const operator of ["~", "typeof", "void", "delete", ""]) {
      expect(unaryOperator(operator)).toBeUndefined();
    }
  });
});
