import {
  admits,
  all,
  any,
  constraintLeq,
  constraintMeet,
  contains,
  exact,
  maxLen,
  notOneOf,
  oneOf,
  optional,
  pathUnder,
  range,
  sensMax,
  subset,
  urlPrefix,
  wildcard,
} from "@ambit/core";
import { describe, expect, test } from "vitest";

const web = "https://h.example";

describe("no wider", () => {
  test.each([
    ["a member of a list", exact("a"), oneOf(["a", "b"])],
    ["a list in a range", oneOf([1, 2]), range({ min: 1 })],
    ["a range that does not reach what is excluded", range({ max: 4 }), notOneOf([5, "x"])],
    ["a folder without a file", pathUnder("/srv/a"), notOneOf(["/srv/b"])],
    ["a path in a folder", exact("/srv/a/b"), pathUnder("/srv")],
    ["an address at a place", exact(`${web}/a?x=1`), urlPrefix(`${web}/a`)],
    ["what need not be there", exact("a"), optional(oneOf(["a", "b"]))],
    ["nothing at all", oneOf([]), exact(1)],
    ["each alternative below some other", any(exact(1), contains([1, 2])), any(contains([1]), range({}))],
    ["values covered by different alternatives", oneOf([1, "a"]), any(range({}), maxLen(1))],
    ["one part of several", all(pathUnder("/srv"), maxLen(9)), pathUnder("/")],
    ["a ceiling", all(exact("a"), sensMax("public")), all(exact("a"), sensMax("internal"))],
    ["only the empty list", subset([]), maxLen(0)],
  ])("%s", (_name, child, parent) => {
    expect(constraintLeq(child, parent)).toBe(true);
    expect(constraintLeq(parent, child)).toBe(false);
  });
});

describe("neither below the other", () => {
  test.each([
    ["a list and its complement", oneOf([1]), notOneOf([1])],
    ["ranges that overlap", range({ min: 0, max: 2 }), range({ min: 1, max: 3 })],
    ["lists that overlap", oneOf([1, 2]), oneOf([2, 3])],
    ["siblings", pathUnder("/srv/a"), pathUnder("/srv/ab")],
    ["hosts", urlPrefix("https://a.example"), urlPrefix("https://b.example")],
    ["a ceiling and a value", sensMax("public"), exact("a")],
    ["a value that is not as secret", exact("a"), sensMax("confidential")],
    ["a text and a list", maxLen(3), contains([1])],
    ["other members", contains([1]), contains([2])],
    ["absence and a value", optional(oneOf([])), exact(1)],
  ])("%s", (_name, a, b) => {
    expect(constraintLeq(a, b)).toBe(false);
    expect(constraintLeq(b, a)).toBe(false);
  });
});

describe("the widest below both", () => {
  const never = oneOf([]);
  test.each([
    ["a list and a range", oneOf([1, 5, "a"]), range({ max: 3 }), exact(1)],
    ["two lists", oneOf([1, 2, 3]), oneOf([2, 3, 4]), oneOf([2, 3])],
    ["two exclusions", notOneOf([1]), notOneOf([2]), notOneOf([1, 2])],
    [
      "ranges",
      range({ min: 1, max: 3 }),
      range({ min: 2, max: 5, maxInclusive: false }),
      range({ min: 2, max: 3 }),
    ],
    ["ranges that touch", range({ max: 2 }), range({ min: 2 }), exact(2)],
    ["ranges that touch where one is open", range({ max: 2 }), range({ min: 2, minInclusive: false }), never],
    ["ranges apart", range({ max: 2 }), range({ min: 3 }), never],
    ["a touching point that is excluded", all(range({ max: 2 }), notOneOf([2])), range({ min: 2 }), never],
    [
      "a range and an exclusion at its end",
      range({ max: 2 }),
      notOneOf([2]),
      range({ max: 2, maxInclusive: false }),
    ],
    ["a range and an exclusion outside", range({ max: 2 }), notOneOf([3]), range({ max: 2 })],
    ["folders", pathUnder("/srv"), pathUnder("/srv/a"), pathUnder("/srv/a")],
    ["folders apart", pathUnder("/srv"), pathUnder("/etc"), never],
    ["a folder and a place", pathUnder("/srv"), urlPrefix(web), never],
    ["a folder and a list", pathUnder("/srv"), contains([1]), never],
    ["a folder and too little room", pathUnder("/srv"), maxLen(3), never],
    ["members and too little room", contains([1, 2]), maxLen(1), never],
    ["members that are not allowed", contains([1]), subset([2]), never],
    ["a number and a text", range({}), maxLen(1), never],
    ["a number and a ceiling", range({}), sensMax("public"), all(sensMax("public"), range({}))],
    ["ceilings", sensMax("public"), sensMax("internal"), sensMax("public")],
    ["anything", wildcard(), exact(1), exact(1)],
    ["what may be absent on one side", optional(exact(1)), wildcard(), exact(1)],
    ["what may be absent on both", optional(oneOf([1, 2])), optional(oneOf([2, 3])), optional(exact(2))],
    ["nothing but absence", optional(exact(1)), optional(exact(2)), optional(never)],
    ["alternatives", any(exact("x"), range({ max: 5 })), any(maxLen(1), range({ min: 5 })), oneOf(["x", 5])],
  ])("%s", (_name, a, b, both) => {
    expect(constraintMeet(a, b)).toEqual(both);
    expect(constraintMeet(b, a)).toEqual(both);
  });
});

test("there may be just enough room", () => {
  expect(admits(all(maxLen(4), pathUnder("/srv")), "/srv")).toBe(true);
  expect(admits(all(maxLen(2), contains([1, 2])), [2, 1])).toBe(true);
});

test("alternatives lose what another one admits", () => {
  expect(any(pathUnder("/srv"), pathUnder("/srv/a"), exact("/srv/b"))).toEqual(pathUnder("/srv"));
  expect(any(exact("a"), all(exact("a"), sensMax("public")))).toEqual(exact("a"));
  expect(any(all(exact("a"), sensMax("public")), exact("a"))).toEqual(exact("a"));
  expect(any(exact("a"), optional(exact("b")))).toEqual(optional(oneOf(["a", "b"])));
});

test("an alternative that is wider than earlier ones takes their place", () => {
  expect(any(pathUnder("/srv/a"), pathUnder("/srv"))).toEqual(pathUnder("/srv"));
  expect(any(pathUnder("/srv/a"), pathUnder("/etc"), pathUnder("/srv"))).toEqual(
    any(pathUnder("/etc"), pathUnder("/srv")),
  );
  const short = all(maxLen(3), sensMax("internal"));
  expect(any(all(exact("a"), sensMax("public")), short)).toEqual(short);
  expect(any(all(oneOf(["a", 1]), sensMax("public")), short)).toEqual(
    any(all(exact(1), sensMax("public")), short),
  );
  expect(any(exact("a"), short)).toMatchObject({ kind: "any" });
});

test("of two that are related the narrower one itself is the meet", () => {
  const [a, b] = [oneOf([1, 2]), oneOf([1, 2, 3])];
  expect(constraintMeet(a, b)).toBe(a);
  expect(constraintMeet(b, a)).toBe(a);
  expect(notOneOf([])).toBe(wildcard());
  expect(maxLen(-0)).toEqual(maxLen(0));
});

test("the order of parts and alternatives does not matter", () => {
  const [a, b, c] = [pathUnder("/srv"), maxLen(9), sensMax("internal")];
  expect(all(c, b, a)).toEqual(all(a, b, c));
  expect(any(c, b, a)).toEqual(any(a, b, c));
});

test("more than 256 alternatives are refused", () => {
  const lists = (count: number, offset = 0) =>
    any(...Array.from({ length: count }, (_, n) => contains([offset + n])));
  const invalid = expect.objectContaining({
    reason: "request_invalid",
    facts: { field: "constraint", limit: 256 },
  });
  expect(lists(256)).toMatchObject({ kind: "any" });
  expect(() => lists(257)).toThrow(invalid);
  expect(constraintMeet(lists(16), lists(16, 100))).toMatchObject({ kind: "any" });
  expect(() => constraintMeet(lists(16), lists(17, 100))).toThrow(invalid);
});
