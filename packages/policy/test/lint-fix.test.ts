import { describe, expect, it } from "vitest";

import { defaultModel, type Finding, lintPolicy } from "../src/index.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }";
const GOOD = "p, A1, a, t, read, repo://x, 0..2, *, 0..3, true, allow, none";

async function fixesOf(rules: string): Promise<readonly Finding[]> {
  return (await lintPolicy({ model: defaultModel, rules, tools: TOOLS })).filter(
    ({ fix }) => fix !== undefined,
  );
}

type Case = readonly [name: string, from: string, to: string, reason: string, replacement: string];

const CERTAIN: readonly Case[] = [
  ["a swapped effect", "allow", "dney", "effect_unknown", "deny"],
  ["a short effect", "allow", "alow", "effect_unknown", "allow"],
  ["a capital", "allow", "ALLOW", "effect_unknown", "allow"],
  ["an obligation", "none", "aprove:sre", "obligation_unknown", "approve:sre"],
  ["one of two obligations", "none", "log:full + allert:ops", "obligation_unknown", "log:full + alert:ops"],
  [
    "obligations both",
    "none",
    "Approve:a;ttl:15m+redct:b",
    "obligation_unknown",
    "approve:a;ttl:15m+redact:b",
  ],
  ["the spelling of a scheme", "repo://x", "REPO://x/*", "condition_invalid", "repo://x/*"],
  [
    "the spelling of a host",
    "repo://x",
    "https://Api.Example.com/**",
    "condition_invalid",
    "https://api.example.com/**",
  ],
];

describe("a finding has a fix for", () => {
  it.each(CERTAIN)("%s", async (_, from, to, reason, replacement) => {
    const row = GOOD.replace(from, to);
    for (const rules of [row, `# c\r\n\r\n${row}\r\n`, `${GOOD}\n  ${row.replace("A1", "A2")}`]) {
      const [finding, ...more] = await fixesOf(rules);
      expect(more).toEqual([]);
      expect(finding).toMatchObject({ reason, text: to, fix: { length: to.length, replacement } });
      const { line, column, length } = finding!.fix!;
      expect([line, column]).toEqual([finding!.line, finding!.column]);
      const lines = rules.split("\n");
      const written = lines[line - 1]!;
      expect(written.slice(column - 1, column - 1 + length)).toBe(to);
      lines[line - 1] = written.slice(0, column - 1) + replacement + written.slice(column - 1 + length);
      expect(
        await lintPolicy({ model: defaultModel, rules: lines.join("\n"), tools: TOOLS }),
      ).not.toContainEqual(expect.objectContaining({ severity: "fatal", text: replacement }));
    }
  });

  it("a field within quotes, inside them", async () => {
    const [finding] = await fixesOf(GOOD.replace("allow", '"alow"'));
    expect(finding).toMatchObject({ column: 52, text: "alow", fix: { column: 52, length: 4 } });
  });
});

describe("a finding has no fix for", () => {
  it.each([
    ["an effect that is two edits away", "allow", "alw"],
    ["another word for an effect", "allow", "permit"],
    ["an empty effect", "allow", ""],
    ["an obligation that nothing is near", "none", "ask:sre"],
    ["an obligation without its role", "none", "aprove"],
    ["a pattern that has no spelling", "repo://x", "repo://a**"],
    ["a condition", "true", "arg.x == 1"],
    ["a tool", "t, read", "tt, read"],
  ])("%s", async (_, from, to) => {
    const rules = GOOD.replace(from, to);
    expect(await lintPolicy({ model: defaultModel, rules, tools: TOOLS })).not.toEqual([]);
    expect(await fixesOf(rules)).toEqual([]);
  });
});
