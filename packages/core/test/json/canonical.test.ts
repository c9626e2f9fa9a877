import { canonicalJson, equalJson, type JsonValue } from "@ambit/core";
import { hold, must } from "@ambit/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

describe("RFC 8785 examples", () => {
  test("section 3.2.2: literals, numbers and texts", () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("section 3.2.3: members sorted by UTF-16 code units", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const order = Object.values(
      JSON.parse(canonicalJson(value).replace('"1"', '"_1"')) as Record<string, string>,
    );
    expect(order).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [Number.MIN_VALUE, "5e-324"],
    [Number.MAX_VALUE, "1.7976931348623157e+308"],
    [9007199254740992, "9007199254740992"],
    [295147905179352830000, "295147905179352830000"],
    [1e21, "1e+21"],
    [9.999999999999997e-7, "9.999999999999997e-7"],
    [0.000001, "0.000001"],
  ])("appendix B: %d", (number, text) => {
    expect(canonicalJson(number)).toBe(text);
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "%d has no JSON text",
  (number) => {
    expect(() => canonicalJson([{ number }])).toThrow(TypeError);
  },
);

test("__proto__ is a member like any other", () => {
  const text = '{"__proto__":1,"a":2}';
  expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
});

test("equal values have equal text, whatever the order of members", () => {
  const tried = hold(fc.jsonValue(), (value) => {
    const text = canonicalJson(value as JsonValue);
    must(
      canonicalJson(JSON.parse(text) as JsonValue) === text,
      "canonical(parse(canonical(x))) is canonical(x)",
    );
    must(canonicalJson(reversed(value as JsonValue)) === text, "the order of members does not matter");
  });
  expect(tried).toBeGreaterThan(0);
});

function reversed(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe("equalJson", () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;

  test("says what canonical text says, for strangers and for copies", () => {
    let equal = 0;
    fc.assert(
      fc.property(json, json, fc.boolean(), (a, other, copied) => {
        const b = copied ? (JSON.parse(JSON.stringify(a)) as JsonValue) : other;
        const same = canonicalJson(a) === canonicalJson(b);
        equal += Number(same);
        expect(equalJson(a, b)).toBe(same);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(equal).toBeGreaterThan(30);
    expect(equal).toBeLessThan(270);
  });

  test.each([
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [[1], { "0": 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [null, {}],
    [1, "1"],
    [JSON.parse('{"__proto__":1}') as JsonValue, {}],
  ] as [JsonValue, JsonValue][])("%j is not %j", (a, b) => {
    expect([equalJson(a, b), equalJson(b, a)]).toEqual([false, false]);
  });
});
