import { type JsonValue, parseConstraint } from "@ambit/core";
import { describe, expect, test } from "vitest";

const EXACT = { constraint_type: "exact", value: 1 };

function nested(depth: number, wrap: (inner: JsonValue) => JsonValue): JsonValue {
  let json: JsonValue = EXACT;
  for (let level = 1; level < depth; level++) json = wrap(json);
  return json;
}

test.each([
  ["all", (inner: JsonValue) => ({ constraint_type: "all", constraints: [inner] })],
  ["any", (inner: JsonValue) => ({ constraint_type: "any", constraints: [inner] })],
  ["optional", (inner: JsonValue) => ({ constraint_type: "optional", of: inner })],
] as const)("%s may be nested 32 deep and no deeper", (_kind, wrap) => {
  expect(parseConstraint(nested(32, wrap))).toBeDefined();
  expect(parseConstraint(nested(33, wrap))).toBeUndefined();
});

describe("what is not in the notation cannot be read", () => {
  test.each<[string, JsonValue]>([
    ["null", null],
    ["a text", "wildcard"],
    ["a list", [EXACT]],
    ["no kind", { value: 1 }],
    ["a kind that is no text", { constraint_type: 1 }],
    ["a list as kind", { constraint_type: ["exact"], value: 1 }],
    ["an unknown kind", { constraint_type: "regex", pattern: ".*" }],
    ["a name of Object.prototype", { constraint_type: "constructor" }],
    ["__proto__", { constraint_type: "__proto__" }],
    ["a member too many", { ...EXACT, values: [1] }],
    [
      "a member of __proto__",
      JSON.parse('{"constraint_type":"exact","value":1,"__proto__":{}}') as JsonValue,
    ],
    ["a member too few", { constraint_type: "exact" }],
    ["a value that is no scalar", { constraint_type: "exact", value: [1] }],
    ["values that are no list", { constraint_type: "one_of", values: "ab" }],
    ["values that are no scalars", { constraint_type: "one_of", values: [[1]] }],
    ["no values", { constraint_type: "one_of" }],
    ["no exclusions", { constraint_type: "not_one_of" }],
    ["exclusions that are no list", { constraint_type: "not_one_of", excluded: 1 }],
    ["nothing required", { constraint_type: "contains", required: [] }],
    ["no requirement", { constraint_type: "contains" }],
    ["no allowance", { constraint_type: "subset" }],
    ["a range that is empty", { constraint_type: "range", min: 2, max: 1 }],
    ["an end that is null", { constraint_type: "range", min: null }],
    ["an end that is a text", { constraint_type: "range", max: "1" }],
    ["an inclusion that is a text", { constraint_type: "range", max: 1, max_inclusive: "yes" }],
    ["a range in camel case", { constraint_type: "range", min: 1, minInclusive: false }],
    ["a wildcard with a member", { constraint_type: "wildcard", value: 1 }],
    ["all of nothing", { constraint_type: "all", constraints: [] }],
    ["all of no list", { constraint_type: "all", constraints: EXACT }],
    ["all without parts", { constraint_type: "all" }],
    [
      "all of one unknown part",
      { constraint_type: "all", constraints: [EXACT, { constraint_type: "glob" }] },
    ],
    ["any of nothing", { constraint_type: "any", constraints: [] }],
    [
      "any of one unknown part",
      { constraint_type: "any", constraints: [{ constraint_type: "glob" }, EXACT] },
    ],
    ["any with a member too many", { constraint_type: "any", constraints: [EXACT], of: EXACT }],
    ["optional of nothing", { constraint_type: "optional" }],
    ["optional of a value", { constraint_type: "optional", of: 1 }],
    ["optional of an unknown part", { constraint_type: "optional", of: { constraint_type: "glob" } }],
    ["a relative root", { constraint_type: "path_under", root: "srv" }],
    ["no root", { constraint_type: "path_under" }],
    [
      "a host in upper case",
      { constraint_type: "url_prefix", scheme: "https", host: "H.example", path: "/" },
    ],
    ["a default port", { constraint_type: "url_prefix", scheme: "https", host: "h.example:443", path: "/" }],
    [
      "a path with a query",
      { constraint_type: "url_prefix", scheme: "https", host: "h.example", path: "/?q" },
    ],
    [
      "a host with a path",
      { constraint_type: "url_prefix", scheme: "https", host: "h.example/a", path: "/b" },
    ],
    [
      "a scheme with a host",
      { constraint_type: "url_prefix", scheme: "https://u", host: "h.example", path: "/" },
    ],
    [
      "a scheme in upper case",
      { constraint_type: "url_prefix", scheme: "HTTPS", host: "h.example", path: "/" },
    ],
    [
      "a path that is no text",
      { constraint_type: "url_prefix", scheme: "https", host: "h.example", path: 1 },
    ],
    ["a host that is no text", { constraint_type: "url_prefix", scheme: "https", host: 1, path: "/" }],
    [
      "a scheme that is no text",
      { constraint_type: "url_prefix", scheme: ["https"], host: "h.example", path: "/" },
    ],
    [
      "a path in other spelling",
      { constraint_type: "url_prefix", scheme: "https", host: "h.example", path: "/%61" },
    ],
    ["no path", { constraint_type: "url_prefix", scheme: "https", host: "h.example" }],
    ["a negative length", { constraint_type: "max_len", n: -1 }],
    ["no length", { constraint_type: "max_len" }],
    ["an unknown level", { constraint_type: "sens_max", level: "secret" }],
    ["a level by rank", { constraint_type: "sens_max", level: 1 }],
    ["no level", { constraint_type: "sens_max" }],
  ])("%s", (_name, json) => {
    expect(parseConstraint(json)).toBeUndefined();
  });
});

test("a constraint that comes to too many alternatives cannot be read", () => {
  const choice = (offset: number): JsonValue => ({
    constraint_type: "any",
    constraints: Array.from({ length: 17 }, (_, n) => ({
      constraint_type: "contains",
      required: [offset + n],
    })),
  });
  expect(parseConstraint(choice(0))).toBeDefined();
  expect(parseConstraint({ constraint_type: "all", constraints: [choice(0), choice(100)] })).toBeUndefined();
});

test("only own members count, and what throws is no constraint", () => {
  expect(parseConstraint(Object.create({ constraint_type: "wildcard" }) as JsonValue)).toBeUndefined();
  const hostile = {
    get constraint_type(): string {
      throw new TypeError("hostile");
    },
  };
  expect(() => parseConstraint(hostile)).toThrow(TypeError);
});
