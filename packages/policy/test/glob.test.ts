import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compileGlob, globMatches } from "../src/function/glob.ts";
import { inSpan, parseSpan } from "../src/function/span.ts";

function matches(pattern: string, resource: string): boolean {
  const glob = compileGlob(pattern);
  if (glob === undefined) throw new Error(`no pattern: ${pattern}`);
  return globMatches(resource, glob);
}

describe("glob", () => {
  it.each([
    ["**", "crm://orders/7", true],
    ["repo://acme/**", "repo://acme/src/a.ts", true],
    ["repo://acme/**", "repo://acme", true],
    ["repo://acme/**", "repo://acmeother/x", false],
    ["repo://*/src/*", "repo://acme/src/a.ts", true],
    ["repo://*/src/*", "repo://acme/src/b/a.ts", false],
    ["repo://**/a.ts", "repo://x/y/a.ts", true],
    ["repo://**/a.ts", "repo://a.ts", true],
    ["repo://**/b/**/c", "repo://a/b/x/b/y/c", true],
    ["repo://**/b/**/c", "repo://a/x/y/c", false],
    ["a:*b*c", "a:xbybzc", true],
    ["a:*b*c", "a:xbyb", false],
    ["a:bc*cb", "a:bcb", false],
    ["crm://orders/7", "crm://orders/7", true],
    ["crm://orders/7", "crm://orders/70", false],
    ["/secret/*", "/SECRET/x", false],
    ["/files/a.txt", "/files/aXtxt", false],
    ["https://h/a/**", "https://h/a?q=1/2", true],
    ["https://h/a/*", "https://h/a/b?q=1", false],
    ["https://h/a?q=*", "https://h/a?q=x/y", true],
    ["https://h/a", "https://h/a?q=1", false],
  ])("%s on %s: %s", (pattern, resource, expected) => {
    expect(matches(pattern, resource)).toBe(expected);
  });

  it.each([
    ["repo://a/../b"],
    ["repo://a/./b"],
    ["/a\\b"],
    ["/a\nb"],
    ["/a\u0000b"],
    ["/%2e%2e/x"],
    ["/a%2Fb"],
    ["/a%5cb"],
    ["/a%00"],
    ["/a%252fb"],
    [`/${"a".repeat(4096)}`],
  ])("throws on what is not canonical: %j", (resource) => {
    expect(() => matches("**", resource)).toThrow(TypeError);
  });

  it("knows no pattern with ** within a segment, dot segments, no text or too much", () => {
    for (const pattern of ["a**", "/**b", "crm://orders/.", "a/../b", "", "x".repeat(1025)]) {
      expect(compileGlob(pattern)).toBeUndefined();
    }
  });

  it("throws on anything but a text", () => {
    for (const resource of [undefined, null, 5, ["/a"], { toString: () => "/a" }]) {
      expect(() => globMatches(resource, compileGlob("**")!)).toThrow(TypeError);
    }
  });

  it("agrees with a plain regular expression", () => {
    const segment = fc.stringMatching(/^[ab]{1,3}$/u);
    const patternSegment = fc.oneof(
      segment,
      fc.constant("**"),
      fc.stringMatching(/^[ab*]{1,4}$/u).filter((text) => !text.includes("**")),
    );
    const tally = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        fc.array(patternSegment, { minLength: 1, maxLength: 5 }),
        fc.array(segment, { minLength: 1, maxLength: 6 }),
        (pattern, resource) => {
          const expected = reference(pattern, resource);
          expect(matches(pattern.join("/"), resource.join("/"))).toBe(expected);
          tally[expected ? "yes" : "no"]++;
        },
      ),
      { numRuns: 4000, seed: 11 },
    );
    console.log(`glob against a reference: ${tally.yes} matched, ${tally.no} did not`);
    expect(tally.yes).toBeGreaterThan(400);
    expect(tally.no).toBeGreaterThan(400);
  });
});

/** The meaning of a pattern, by plain recursion. */
function reference(pattern: readonly string[], resource: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return resource.length === 0;
  if (head === "**")
    return resource.some((_, at) => reference(rest, resource.slice(at))) || reference(rest, []);
  const [first, ...others] = resource;
  if (first === undefined) return false;
  return new RegExp(`^${head.replaceAll("*", ".*")}$`, "u").test(first) && reference(rest, others);
}

describe("span", () => {
  it.each([
    ["*", 99, true],
    ["0..2", 2, true],
    ["0..2", 3, false],
    ["4..", 4, true],
    ["4..", 3, false],
    ["3", 3, true],
    ["3", 2, false],
    ["public..internal", 1, true],
    ["confidential..", 1, false],
    ["restricted", 3, true],
  ])("%s holds %d: %s", (text, value, expected) => {
    expect(inSpan(value, parseSpan(text)!)).toBe(expected);
  });

  it.each([["..2"], ["2..0"], ["-1"], ["0...2"], ["publik"], [""], ["1.5"], ["0..x"], ["9999999999"]])(
    "%j is none",
    (text) => {
      expect(parseSpan(text)).toBeUndefined();
    },
  );

  it("throws on what is no finite number", () => {
    for (const value of [undefined, null, "1", Number.NaN, Infinity, [1]]) {
      expect(() => inSpan(value, parseSpan("0..2")!)).toThrow(TypeError);
    }
  });
});
