import { canonicalJson, type JsonValue } from "@ambit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText, chainedText } from "../src/chain/canonical-text.ts";

const json = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });

describe("canonicalText", () => {
  it("equals canonicalJson for every JSON value", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalText(value)).toBe(canonicalJson(value as JsonValue));
      }),
    );
  });

  it("orders members by UTF-16 code units, digits and __proto__ included", () => {
    const value = JSON.parse(
      '{"10":1,"9":2,"b":3,"a":4,"__proto__":5,"€":6,"\\ud83d\\ude00":7,"ﬁ":8}',
    ) as JsonValue;
    expect(canonicalText(value)).toBe('{"10":1,"9":2,"__proto__":5,"a":4,"b":3,"€":6,"😀":7,"ﬁ":8}');
  });

  it("leaves undefined members out and refuses what is not JSON", () => {
    expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol("s"), () => 1, [undefined]]) {
      expect(() => canonicalText({ value })).toThrow(TypeError);
    }
  });

  it("chains as a spread does, null and the chain's own names included", () => {
    const chain = { v: 1, seq: 7, prev: "0".repeat(64) } as const;
    const names = fc.oneof(fc.string(), fc.constantFrom("v", "seq", "prev", "toString", "__proto__"));
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(json, fc.constant(null))), (record) => {
        expect(chainedText(record, chain)).toBe(canonicalText({ ...record, ...chain }));
      }),
    );
  });
});
