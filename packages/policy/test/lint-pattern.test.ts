import { describe, expect, it } from "vitest";

import { defaultModel, type Finding, lintPolicy } from "../src/index.ts";

const TOOLS = 't: { action: read, effect: read, sensitivity: public, resources: ["{args.x}"] }';
const GOOD = "p, A1, a, t, read, **, 0..2, *, 0..3, true, allow, none";

async function lint(rules: string): Promise<readonly Finding[]> {
  return lintPolicy({ model: defaultModel, rules, tools: TOOLS });
}

const BAD = (field: string, text: string): string => `# first\n\n\n${GOOD.replace(field, text)}`;

const CASES: readonly (readonly [name: string, rules: string, place: string, suggestion: string])[] = [
  [
    "a mail domain with capitals",
    BAD("**", "mailto:*@Evil.com"),
    "condition_invalid rules.csv:4:20 mailto:*@Evil.com",
    "mailto:*@evil.com",
  ],
  [
    "a mail domain behind a star",
    BAD("**", "mailto:*Evil.com"),
    "condition_invalid rules.csv:4:20 mailto:*Evil.com",
    "mailto:*evil.com",
  ],
  [
    "an address with needless encoding",
    BAD("**", "mailto:a%40evil.com"),
    "condition_invalid rules.csv:4:20 mailto:a%40evil.com",
    "mailto:a@evil.com",
  ],
  [
    "a host with capitals",
    BAD("**", "https://Evil.com/**"),
    "condition_invalid rules.csv:4:20 https://Evil.com/**",
    "https://evil.com/**",
  ],
  [
    "a host with capitals and stars",
    BAD("**", "https://*.Evil.com/*/x"),
    "condition_invalid rules.csv:4:20 https://*.Evil.com/*/x",
    "https://*.evil.com/*/x",
  ],
  [
    "a host with capitals and a port",
    BAD("**", "https://Evil.com:*/x"),
    "condition_invalid rules.csv:4:20 https://Evil.com:*/x",
    "https://evil.com:*/x",
  ],
  [
    "a host that is not in ASCII",
    BAD("**", "https://bücher.example/**"),
    "condition_invalid rules.csv:4:20 https://bücher.example/**",
    "https://xn--bcher-kva.example/**",
  ],
  [
    "a default port",
    BAD("**", "https://h.com:443/**"),
    "condition_invalid rules.csv:4:20 https://h.com:443/**",
    "https://h.com/**",
  ],
  [
    "a host without a path",
    BAD("**", "https://h.com"),
    "condition_invalid rules.csv:4:20 https://h.com",
    "https://h.com/",
  ],
  [
    "a scheme with capitals",
    BAD("**", "CRM://orders/*"),
    "condition_invalid rules.csv:4:20 CRM://orders/*",
    "crm://orders/*",
  ],
  [
    "a whole scheme with capitals",
    BAD("**", "CRM://**"),
    "condition_invalid rules.csv:4:20 CRM://**",
    "crm://**",
  ],
  [
    "a file with a slash at the end",
    BAD("**", "file:///a/*/"),
    "condition_invalid rules.csv:4:20 file:///a/*/",
    "file:///a/*",
  ],
  [
    "a folder with a slash at the end",
    BAD("**", "crm://orders/"),
    "condition_invalid rules.csv:4:20 crm://orders/",
    "crm://orders",
  ],
  [
    "a slash behind everything below",
    BAD("**", "crm://orders/**/"),
    "condition_invalid rules.csv:4:20 crm://orders/**/",
    "crm://orders/**",
  ],
  ["a bare path", BAD("**", "/etc/**"), "condition_invalid rules.csv:4:20 /etc/**", "file:///etc/**"],
  [
    "a needless encoding",
    BAD("**", "crm://orders/%61/*"),
    "condition_invalid rules.csv:4:20 crm://orders/%61/*",
    "crm://orders/a/*",
  ],
  [
    "a space that is not encoded",
    BAD("**", "file:///my docs/**"),
    "condition_invalid rules.csv:4:20 file:///my docs/**",
    "file:///my%20docs/**",
  ],
];

describe("lint of patterns", () => {
  it.each(CASES)("finds %s", async (...[, rules, place, suggested]) => {
    const [finding, ...others] = await lint(rules);
    expect(others).toEqual([]);
    const { reason, severity, file, line, column, text, suggestion } = finding!;
    expect(`${reason} ${file}:${line}:${column} ${text}`).toBe(place);
    expect([severity, suggestion]).toEqual(["fatal", suggested]);
  });

  it.each([
    ["**"],
    ["*"],
    ["tool:send_*"],
    ["tool:Send_*"],
    ["crm://Orders/*/Notes/**"],
    ["crm://**"],
    ["*://Orders/**"],
    ["file:///**"],
    ["file:///A%20b/*.TS"],
    ["repo://**/A.ts"],
    ["https://**"],
    ["https://*.h.com/A/*"],
    ["https://h.com/a/"],
    ["https://h.com:*/A/"],
    ["https://h.com/A?q=*"],
    ["mailto:Bob@*"],
    ["mailto:Bob*"],
    ["mailto:*@h.com"],
    ["mailto:Sales.*@*.h.com"],
  ])("takes the pattern %s as it is", async (pattern) => {
    expect(await lint(GOOD.replace("**", pattern))).toEqual([]);
  });

  it("counts what it checked", () => {
    console.log(`lint of patterns: ${CASES.length} spellings, each found with code and place`);
    expect(CASES.length).toBeGreaterThan(15);
  });
});
