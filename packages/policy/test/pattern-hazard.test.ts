import { Util } from "casbin";
import { describe, expect, it } from "vitest";

import { patternHazards } from "../src/function/pattern-hazard.ts";
import { isSlowRegex } from "../src/function/slow-regex.ts";
import { type Finding, lintPolicy } from "../src/index.ts";

/** Function, pattern, reason, and how bad it is in an allow and in a deny. */
type Case = readonly [name: string, pattern: string, reason: string, allow: string, deny: string];

const CASES: readonly Case[] = [
  ["keyMatch", "crm://a/*/secret", "pattern_bypass", "fatal", "warning"],
  ["keyMatch", "crm://secret/*", "pattern_bypass", "-", "warning"],
  ["keyMatch2", "file:///a.txt", "pattern_bypass", "warning", "-"],
  ["keyMatch2", "crm://a|crm://b", "pattern_bypass", "fatal", "warning"],
  ["keyMatch2", "crm://a+b", "pattern_bypass", "warning", "warning"],
  ["keyMatch2", "crm://secret/*", "pattern_bypass", "-", "warning"],
  ["keyMatch2", "/*/*/*/x", "pattern_slow", "fatal", "fatal"],
  ["keyMatch3", "/*/*/*/*/{id}x", "pattern_slow", "fatal", "fatal"],
  ["keyMatch4", "/a(b)/{id}", "condition_invalid", "fatal", "fatal"],
  ["keyMatch4", "/p/{id}/c/{id}/x/{o}", "pattern_bypass", "warning", "fatal"],
  ["keyMatch5", "https://h/foo", "pattern_bypass", "warning", "-"],
  ["regexMatch", "/admin", "pattern_unanchored", "warning", "-"],
  ["regexMatch", "^/a$|/b$", "pattern_unanchored", "warning", "-"],
  ["regexMatch", "^(a+)+$", "pattern_slow", "fatal", "fatal"],
  ["globMatch", "!/a/c", "pattern_bypass", "fatal", "warning"],
  ["globMatch", "#/x", "pattern_bypass", "warning", "fatal"],
  ["globMatch", "/a/*", "pattern_bypass", "-", "warning"],
  ["globMatch", "/*a*a*b", "pattern_slow", "fatal", "fatal"],
  ["globMatch", "/{1..9999999}", "pattern_slow", "fatal", "fatal"],
  ["ipMatch", "evil", "condition_invalid", "fatal", "fatal"],
  ["ipMatch", "010.0.0.1", "condition_invalid", "fatal", "fatal"],
  ["ipMatch", "10.0.0.0/33", "condition_invalid", "fatal", "fatal"],
  ["ipMatch", "10.0.0.0/8", "pattern_bypass", "-", "warning"],
];

describe("hazards of casbin's matching functions", () => {
  it.each(CASES)("%s of %s: %s", (name, pattern, reason, allow, deny) => {
    const [first] = patternHazards(name, pattern);
    expect([first?.reason, first?.allow ?? "-", first?.deny ?? "-"]).toEqual([reason, allow, deny]);
  });

  it.each([
    ["keyMatch", "crm://a/*"],
    ["keyMatch2", "crm://a/:id/b/:other"],
    ["keyMatch4", "/p/{id}/c/{id}"],
    ["keyMatch4", "/p/{a}/c/{b}"],
    ["keyMatch5", "crm://a"],
    ["regexMatch", "^(?:GET|POST)$"],
    ["regexMatch", "^GET$|^POST$"],
    ["regexMatch", ".*"],
    ["globMatch", "{/a/b,/c}"],
    ["ipMatch", "2001:db8::/32"],
  ])("finds nothing that lets an allow of %s pass more: %s", (name, pattern) => {
    expect(patternHazards(name, pattern).filter(({ allow }) => allow !== undefined)).toEqual([]);
  });

  it.each([
    ["^(/[^/]+)*$", false],
    ["^/api/v\\d+/(users|orders)(/[^/]+)*$", false],
    ["^([a-z]+\\.)*example\\.com$", false],
    ["^/a/[^/]+/b/[^/]+/c/[^/]+$", false],
    ["^[\\w.-]+@[\\w.-]+\\.com$", false],
    ["^.*foo.*$", false],
    ["^\\d{1,3}(\\.\\d{1,3}){3}$", false],
    ["(x+x+)+y", true],
    ["^(a|a)*$", true],
    ["^(a?){30}a{30}$", true],
    [".*a.*b.*c.*d", true],
    ["^/.*/.*/.*/x$", true],
  ])("takes %s for slow: %s", (pattern, slow) => {
    expect(isSlowRegex(pattern)).toBe(slow);
  });

  it("lets no pattern pass that takes a hundred milliseconds on 4 KB", () => {
    const resources = [`${"/a".repeat(2000)}!`, `${"a".repeat(4000)}!`, `/${"a/".repeat(1999)}z`];
    const patterns = ["/*/*/x", "/:a/*/:b/*/x", "/:a/:b/:c/:d/x", "/a/*/a/*/b"];
    for (const pattern of patterns) {
      expect(patternHazards("keyMatch2", pattern).filter(({ reason }) => reason === "pattern_slow")).toEqual(
        [],
      );
      const [slowest] = resources.map((resource) => {
        const before = process.cpuUsage().user;
        Util.keyMatch2Func(resource, pattern);
        return (process.cpuUsage().user - before) / 1000;
      });
      expect(slowest).toBeLessThan(100);
    }
  });
});

describe("hazards in a policy", () => {
  const model = (call: string): string => `[request_definition]
r = sub, res
[policy_definition]
p = sub, res, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.sub == p.sub && ${call}
`;
  const lint = async (call: string, rules: string): Promise<readonly Finding[]> =>
    lintPolicy({ model: model(call), rules, tools: "" });

  it("are reported at the pattern, as bad as they are for what the rule does", async () => {
    const rules =
      "p, a, crm://a/*/x, allow\np, a, crm://b/*, deny\np, a, crm://c/*, deny\np, a, crm://c, deny";
    const found = await lint("keyMatch(r.res, p.res)", rules);
    expect(found.map(({ reason, severity, line, column }) => [reason, severity, line, column])).toEqual([
      ["pattern_bypass", "fatal", 1, 7],
      ["pattern_bypass", "warning", 2, 7],
    ]);
  });

  it("are reported in the matcher too", async () => {
    const found = await lint('regexMatch(r.res, "^(a+)+$") && p.res == r.res', "p, a, crm://a, allow");
    expect(
      found.map(({ reason, severity, file, line, column }) => [reason, severity, file, line, column]),
    ).toEqual([["pattern_slow", "fatal", "model.conf", 8, 42]]);
  });

  it("suggest anchors", async () => {
    const [found] = await lint("regexMatch(r.res, p.res)", "p, a, ^crm://a|crm://b, allow");
    expect([found?.reason, found?.suggestion]).toEqual(["pattern_unanchored", "^(?:crm://a|crm://b)$"]);
  });
});
