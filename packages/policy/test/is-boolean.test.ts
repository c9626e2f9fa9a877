import { describe, expect, it } from "vitest";

import { isBoolean } from "../src/expression/is-boolean.ts";
import { parseMatcher } from "../src/expression/parse.ts";

const NAMES = { roles: new Map([["g", 2]]), functions: new Map([["own", 1]]) } as unknown as Parameters<
  typeof isBoolean
>[1];

const judge = (text: string): boolean => isBoolean(parseMatcher(text), NAMES);

describe("a part of a matcher that can only be true or false", () => {
  it.each([
    "a == b",
    "a != b",
    "a === b",
    "a !== b",
    "a < b",
    "a > b",
    "a <= b",
    "a >= b",
    "a in (b, c)",
    "!a",
    "true",
    "false",
    "a == b && c == d",
    "a == b || !c",
    "a ? b == c : true",
    "g(a, b)",
    "own(a)",
    "eval(p_rule)",
    "glob(a, b)",
    "keyMatch(a, b)",
  ])("is %s", (text) => {
    expect(judge(text)).toBe(true);
  });

  it.each([
    "a",
    "1",
    '"true"',
    "-a",
    "+a",
    "a + b",
    "a % b",
    "a.b",
    "[a]",
    "a == b && c",
    "a && b == c",
    "a || b == c",
    "a == b || 1",
    "a == b ? 1 : true",
    "a == b ? true : 1",
    "keyGet(a, b)",
    "keyGet2(a, b, c)",
    "unknown(a)",
    "a.glob(b)",
  ])("is not %s", (text) => {
    expect(judge(text)).toBe(false);
  });
});
