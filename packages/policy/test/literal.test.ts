import { describe, expect, it } from "vitest";

import { literalRegex } from "../src/candidate/literal-regex.ts";
import { literalStart, matchingOf, startsOf } from "../src/candidate/literal-start.ts";

describe("the text with which all that a regular expression matches must start", () => {
  it.each([
    ["^abc", { text: "abc", whole: false }],
    ["^abc$", { text: "abc", whole: true }],
    ["^", { text: "", whole: false }],
    ["^$", { text: "", whole: true }],
    ["^a\\.b$", { text: "a.b", whole: true }],
    ["^a\\/b\\$", { text: "a/b$", whole: false }],
    ["^a\\d+", { text: "a", whole: false }],
    ["^a\\1", { text: "a", whole: false }],
    ["^abc?", { text: "ab", whole: false }],
    ["^abc*$", { text: "ab", whole: false }],
    ["^abc+", { text: "ab", whole: false }],
    ["^abc{0,2}$", { text: "ab", whole: false }],
    ["^ab\\.?$", { text: "ab", whole: false }],
    ["^a.c$", { text: "a", whole: false }],
    ["^a[bc]$", { text: "a", whole: false }],
    ["^a(b)$", { text: "a", whole: false }],
    ["^a$b", { text: "a", whole: false }],
    ["^ab^", { text: "ab", whole: false }],
    ["^ab\\", { text: "ab", whole: false }],
  ])("%s", (regex, expected) => {
    expect(literalRegex(regex)).toEqual(expected);
  });

  it.each(["abc", "", "a^b", "^a|b", "^(a|b)"])("is not known of %s", (regex) => {
    expect(literalRegex(regex)).toBeUndefined();
  });
});

describe("the segments with which all that a pattern matches must start", () => {
  it.each([
    ["a/b/c", "a/b/c"],
    ["a/b/*", "a/b"],
    ["a/b*/c", "a"],
    ["a/**", "a"],
    ["a/b/c/d/e/f/g", "a/b/c/d/e"],
    ["a/b/c/d/e/f/*", "a/b/c/d/e"],
    ["a/b/c/d/e", "a/b/c/d/e"],
    ["/a/*", "/a"],
    ["/*", ""],
    ["**", undefined],
    ["a*", undefined],
    ["*/a", undefined],
    ["a/b?x=1/*", "a/b"],
  ])("glob %s", (pattern, start) => {
    expect(literalStart(pattern, "glob")).toBe(start);
  });

  it("keyMatch reads no query", () => {
    expect(literalStart("a/b?x=1", "keyMatch")).toBe("a/b?x=1");
    expect(literalStart("a/b?x/*", "keyMatch")).toBe("a/b?x");
  });

  it.each([
    ["/a/:id/b", "keyMatch2", "/a"],
    ["/a/{id}/b", "keyMatch3", "/a"],
    ["^/a/b$", "regexMatch", "/a/b"],
    ["^/a/b/c", "regexMatch", "/a/b"],
    ["^a", "regexMatch", undefined],
    ["/a/b", "regexMatch", undefined],
  ] as const)("%s of %s", (pattern, matching, start) => {
    expect(literalStart(pattern, matching)).toBe(start);
  });

  it.each([
    ["a", ["a"]],
    ["a/b", ["a", "a/b"]],
    ["/a", ["", "/a"]],
    ["a/b/c/d/e", ["a", "a/b", "a/b/c", "a/b/c/d", "a/b/c/d/e"]],
    ["a/b/c/d/e/f/g", ["a", "a/b", "a/b/c", "a/b/c/d", "a/b/c/d/e"]],
    ["a/b?x=1/2", ["a", "a/b"]],
  ])("all starts of %s", (value, starts) => {
    expect(startsOf(value, "glob")).toEqual(starts);
  });

  it("all starts of a text with a query, where it is read", () => {
    expect(startsOf("a/b?x=1/2", "keyMatch")).toEqual(["a", "a/b?x=1", "a/b?x=1/2"]);
  });

  it("is known of some functions only", () => {
    for (const name of ["glob", "keyMatch", "keyMatch2", "keyMatch3", "regexMatch"]) {
      expect(matchingOf(name)).toBe(name);
    }
    expect(matchingOf("ipMatch")).toBeUndefined();
  });
});
