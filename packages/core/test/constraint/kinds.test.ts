import {
  admits,
  all,
  AmbitError,
  any,
  type Constraint,
  contains,
  exact,
  type JsonObject,
  type JsonValue,
  maxLen,
  notOneOf,
  oneOf,
  optional,
  parseConstraint,
  pathUnder,
  printConstraint,
  range,
  sensMax,
  subset,
  urlPrefix,
  wildcard,
} from "@ambit/core";
import { describe, expect, test } from "vitest";

interface Example {
  readonly constraint: Constraint;
  readonly admitted: readonly (JsonValue | undefined)[];
  readonly refused: readonly (JsonValue | undefined)[];
  readonly wire: JsonObject;
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  exact: {
    constraint: exact("A-1042"),
    admitted: ["A-1042"],
    refused: ["a-1042", "A-1042 ", ["A-1042"], null, undefined],
    wire: { constraint_type: "exact", value: "A-1042" },
  },
  "exact number": {
    constraint: exact(-0),
    admitted: [0, -0],
    refused: ["0", false, null, []],
    wire: { constraint_type: "exact", value: 0 },
  },
  range: {
    constraint: range({ min: 0, max: 12, maxInclusive: false }),
    admitted: [0, 11.999],
    refused: [-0.001, 12, "5", Number.NaN, Number.POSITIVE_INFINITY, [5], null],
    wire: { constraint_type: "range", min: 0, min_inclusive: true, max: 12, max_inclusive: false },
  },
  "range without an upper end": {
    constraint: range({ min: 3, minInclusive: false }),
    admitted: [3.1, Number.MAX_VALUE],
    refused: [3, Number.POSITIVE_INFINITY],
    wire: { constraint_type: "range", min: 3, min_inclusive: false },
  },
  "range without ends": {
    constraint: range({}),
    admitted: [0, -1e308],
    refused: ["0", Number.NEGATIVE_INFINITY],
    wire: { constraint_type: "range" },
  },
  "range of one value": {
    constraint: range({ min: 4, max: 4 }),
    admitted: [4],
    refused: [5],
    wire: { constraint_type: "exact", value: 4 },
  },
  one_of: {
    constraint: oneOf(["b", "a", 1, "a", null]),
    admitted: ["a", "b", 1, null],
    refused: ["1", "c", true, ["a"]],
    wire: { constraint_type: "one_of", values: ["a", "b", 1, null] },
  },
  "one_of nothing": {
    constraint: oneOf([]),
    admitted: [],
    refused: ["", null, 0, false, [], {}, undefined],
    wire: { constraint_type: "one_of", values: [] },
  },
  not_one_of: {
    constraint: notOneOf(["/etc", 1]),
    admitted: ["/srv", 2, "1", ["/etc"], null, {}],
    refused: ["/etc", 1, undefined],
    wire: { constraint_type: "not_one_of", excluded: ["/etc", 1] },
  },
  contains: {
    constraint: contains(["audit@acme.example"]),
    admitted: [["audit@acme.example"], ["x", "audit@acme.example"]],
    refused: [
      [],
      ["x"],
      "audit@acme.example",
      [["audit@acme.example"]],
      { 0: "audit@acme.example", length: 1 },
    ],
    wire: { constraint_type: "contains", required: ["audit@acme.example"] },
  },
  subset: {
    constraint: subset(["a", "b"]),
    admitted: [[], ["a"], ["b", "a", "a"]],
    refused: [["c"], ["a", "c"], "a", [["a"]], {}, null],
    wire: { constraint_type: "subset", allowed: ["a", "b"] },
  },
  wildcard: {
    constraint: notOneOf([]),
    admitted: [null, false, "", {}, []],
    refused: [undefined],
    wire: { constraint_type: "wildcard" },
  },
  all: {
    constraint: all(pathUnder("/srv"), maxLen(8), notOneOf(["/srv/key", "/etc"])),
    admitted: ["/srv", "/srv/ab"],
    refused: ["/srv/key", "/srv/long", "/etc"],
    wire: {
      constraint_type: "all",
      constraints: [
        { constraint_type: "path_under", root: "/srv" },
        { constraint_type: "max_len", n: 8 },
        { constraint_type: "not_one_of", excluded: ["/srv/key"] },
      ],
    },
  },
  any: {
    constraint: any(exact("x"), range({ max: 3 }), oneOf(["y", 2])),
    admitted: ["x", "y", 2, 3],
    refused: ["z", 4],
    wire: {
      constraint_type: "any",
      constraints: [
        { constraint_type: "one_of", values: ["x", "y"] },
        { constraint_type: "range", max: 3, max_inclusive: true },
      ],
    },
  },
  optional: {
    constraint: optional(exact("x")),
    admitted: [undefined, "x"],
    refused: [null, "y"],
    wire: { constraint_type: "optional", of: { constraint_type: "exact", value: "x" } },
  },
  path_under: {
    constraint: pathUnder("/srv/data/"),
    admitted: ["/srv/data", "/srv/data/", "/srv/data/a/b.txt", "/srv/data/a%", "/srv/data/..a"],
    refused: [
      "/srv",
      "/srv/database",
      "/srv/data/../etc",
      "/srv/data/./a",
      "/srv/data//a",
      "srv/data/a",
      "",
      "/srv/data/%2e%2e/a",
      "/srv/data/a\0",
      "/srv/data\\a",
      "/srv/data/a\nb",
      ["/srv/data"],
      null,
    ],
    wire: { constraint_type: "path_under", root: "/srv/data" },
  },
  "path_under the root": {
    constraint: pathUnder("/"),
    admitted: ["/", "/etc/passwd"],
    refused: ["//", "/..", "etc"],
    wire: { constraint_type: "path_under", root: "/" },
  },
  url_prefix: {
    constraint: urlPrefix("https://API.example.com/v1"),
    admitted: [
      "https://api.example.com/v1",
      "https://api.example.com:443/v1/orders?x=/../y",
      "HTTPS://api.example.com/v1#f",
      "https://api.example.com/%761/",
    ],
    refused: [
      "https://api.example.com/v10",
      "http://api.example.com/v1",
      "https://api.example.com:8443/v1",
      "https://api.example.com.evil.example/v1",
      "https://u@api.example.com/v1",
      "https://api.example.com/v1/../v2",
      "https://api.example.com/v1/%2e%2e/v2",
      "https://api.example.com\\v1",
      " https://api.example.com/v1",
      "https://api.example.com/v1\n",
      "https:/api.example.com/v1",
      "https:///api.example.com/v1",
      "//api.example.com/v1",
      "ftp://api.example.com/v1",
      "https://",
      ["https://api.example.com/v1"],
      "xhttps://api.example.com/v1",
    ],
    wire: { constraint_type: "url_prefix", scheme: "https", host: "api.example.com", path: "/v1" },
  },
  max_len: {
    constraint: maxLen(2),
    admitted: ["", "ab", [], [1, [2, 3, 4]]],
    refused: ["abc", [1, 2, 3], 1, null, { length: 1 }],
    wire: { constraint_type: "max_len", n: 2 },
  },
  sens_max: {
    constraint: sensMax("internal"),
    admitted: [],
    refused: [1, undefined],
    wire: { constraint_type: "sens_max", level: "internal" },
  },
};

describe.each(Object.entries(EXAMPLES))("%s", (_name, { constraint, admitted, refused, wire }) => {
  test("admits what it names", () => {
    expect(admitted.filter((value) => !admits(constraint, value))).toEqual([]);
  });
  test("refuses everything else", () => {
    expect(refused.filter((value) => admits(constraint, value))).toEqual([]);
  });
  test("has one wire form", () => {
    expect(printConstraint(constraint)).toEqual(wire);
    expect(parseConstraint(wire)).toEqual(constraint);
  });
  test("is frozen", () => {
    expect(Object.isFrozen(constraint)).toBe(true);
    for (const part of Object.values(constraint)) expect(Object.isFrozen(part)).toBe(true);
  });
});

test("sens_max looks at facts, and an unknown sensitivity counts as restricted", () => {
  const constraint = sensMax("internal");
  expect(admits(constraint, "x", { sensitivity: "public" })).toBe(true);
  expect(admits(constraint, "x", { sensitivity: "internal" })).toBe(true);
  expect(admits(constraint, "x", { sensitivity: "confidential" })).toBe(false);
  expect(sensMax("restricted")).toBe(wildcard());
});

test("a negative zero is a zero, and an end that is not given is not there", () => {
  expect(range({ min: -0 })).toEqual({ kind: "range", min: { at: 0, inclusive: true } });
  expect(oneOf([-0, 1])).toEqual({ kind: "one_of", values: [0, 1] });
  expect(Object.keys(range({}))).toEqual(["kind"]);
});

test("the ends of a range are inclusive unless said otherwise", () => {
  expect(parseConstraint({ constraint_type: "range", min: 1, max: 2 })).toEqual(range({ min: 1, max: 2 }));
});

test("a long list of values is searched as a set", () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  expect(values.every((value) => admits(oneOf(values), value))).toBe(true);
  expect(admits(oneOf(values), 100)).toBe(false);
  expect(admits(oneOf(values), "1")).toBe(false);
});

describe("constructors refuse what is no constraint", () => {
  test.each([
    ["exact.value", () => exact(Number.NaN)],
    ["exact.value", () => exact([] as never)],
    ["exact.value", () => exact(undefined as never)],
    ["range", () => range({ min: 2, max: 1 })],
    ["range", () => range({ min: 1, max: 1, maxInclusive: false })],
    ["range", () => range({ min: 1, max: 1, minInclusive: false })],
    ["range", () => range({ min: Number.NaN })],
    ["range", () => range({ max: "1" as never })],
    ["range", () => range({ max: 1, maxInclusive: "no" as never })],
    ["one_of.values", () => oneOf([{} as never])],
    ["one_of.values", () => oneOf("abc" as never)],
    ["not_one_of.excluded", () => notOneOf([Number.POSITIVE_INFINITY])],
    ["contains.required", () => contains([])],
    ["contains.required", () => contains([[] as never])],
    ["subset.allowed", () => subset([undefined as never])],
    ["all.constraints", () => all()],
    ["any.constraints", () => any()],
    ["path_under.root", () => pathUnder("srv")],
    ["path_under.root", () => pathUnder("/srv/../etc")],
    ["path_under.root", () => pathUnder(7 as never)],
    ["url_prefix", () => urlPrefix("api.example.com/v1")],
    ["url_prefix", () => urlPrefix("https://api.example.com/v1?x=1")],
    ["url_prefix", () => urlPrefix("https://api.example.com/v1#f")],
    ["url_prefix", () => urlPrefix("ftp://api.example.com/")],
    ["max_len.n", () => maxLen(-1)],
    ["max_len.n", () => maxLen(1.5)],
    ["max_len.n", () => maxLen("3" as never)],
    ["sens_max.level", () => sensMax("secret" as never)],
    ["sens_max.level", () => sensMax(1 as never)],
  ])("%s", (field, construct) => {
    expect(construct).toThrow(AmbitError);
    expect(construct).toThrow(expect.objectContaining({ reason: "request_invalid", facts: { field } }));
  });
});
