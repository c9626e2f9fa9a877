import { describe, expect, it } from "vitest";

import { splitConjuncts } from "../src/expression/split.ts";

describe("the conjuncts of a matcher's text", () => {
  it.each([
    ["a", ["a"]],
    [" a ", ["a"]],
    ["a && b", ["a", "b"]],
    ["  a&&  b &&c ", ["a", "b", "c"]],
    ["(a && b) && c", ["(a && b)", "c"]],
    ["f(a, b || c) && d", ["f(a, b || c)", "d"]],
    ["a == [b ? 1 : 2] && d", ["a == [b ? 1 : 2]", "d"]],
    ["(a in (b, c)) && d", ["(a in (b, c))", "d"]],
    ["within && d", ["within", "d"]],
    ["a inside b && d", ["a inside b", "d"]],
  ])("are told apart at each && outside: %s", (text, parts) => {
    expect(splitConjuncts(text)).toEqual(parts);
  });

  it.each([
    ['a == "x && y" && b', ['a == "x && y"', "b"]],
    ["a == 'x || y' && b", ["a == 'x || y'", "b"]],
    [`a == 'x " && y' && b`, [`a == 'x " && y'`, "b"]],
    [`a == "x ' && (y" && b`, [`a == "x ' && (y"`, "b"]],
    [`a == "x" && b == ")" && c`, ['a == "x"', 'b == ")"', "c"]],
  ])("are not told apart inside quotes: %s", (text, parts) => {
    expect(splitConjuncts(text)).toEqual(parts);
  });

  it.each(["a || b", " a && b || c ", "a ? b : c", "a && b ? c : d", "a in (b, c)", "a && b\tin\t(c)"])(
    "are one where something weaker binds: %s",
    (text) => {
      expect(splitConjuncts(text)).toEqual([text.trim()]);
    },
  );
});
