import { describe, expect, it } from "vitest";

import { defaultModel, type Finding, lintPolicy, loadPolicy, PolicyError } from "../src/index.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }";
const GOOD = "p, A1, a, t, read, **, 0..2, *, 0..3, true, allow, none";

async function lint(rules: string, model: string = defaultModel): Promise<readonly Finding[]> {
  return lintPolicy({ model, rules, tools: TOOLS });
}

function places(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ reason, file, line, column, text }) => `${reason} ${file}:${line}:${column} ${text}`,
  );
}

const BAD = (field: string, text: string): string =>
  `# first\n\n${GOOD}\n${GOOD.replace("A1", "A2").replace(field, text)}`;

type Case = readonly [name: string, rules: string, place: string, suggestion?: string];

const CASES: readonly Case[] = [
  ["a misspelt deny", BAD("allow", "deyn"), "effect_unknown rules.csv:4:45 deyn", "deny"],
  ["a deny with a capital", BAD("allow", "Deny"), "effect_unknown rules.csv:4:45 Deny", "deny"],
  ["an empty effect", BAD("allow", ""), "effect_unknown rules.csv:4:45 "],
  ["a short row", BAD(", none", ""), "row_width rules.csv:4:45 allow"],
  ["a long row", BAD("true", "args.x == 1, 2"), "row_width rules.csv:4:62 none"],
  ["an undeclared ptype", `${GOOD}\npp, a, deny`, "ptype_unknown rules.csv:2:1 pp", "p"],
  ["an undeclared second policy", `${GOOD}\np2, a, t, deny`, "ptype_unknown rules.csv:2:1 p2", "p"],
  ["an undeclared role definition", `${GOOD}\ng4, a, b`, "ptype_unknown rules.csv:2:1 g4", "g"],
  ["a short link", `${GOOD}\ng, a`, "row_width rules.csv:2:4 a"],
  ["a link with an empty name", `${GOOD}\ng, a, ""`, "row_invalid rules.csv:2:7 "],
  [
    "an unbalanced quote",
    `${GOOD}\np, A2, a, t, read, "**, 0..2, *, 0..3, true, deny, none\n${GOOD}`,
    'row_invalid rules.csv:2:20 "',
  ],
  ["a quote within a field", `${GOOD}\ng, a"b, c`, 'row_invalid rules.csv:2:5 "'],
  ["a line break within a field", `${GOOD}\ng, "a\np, D, x", c`, "row_invalid rules.csv:3:1 field 2"],
  ["white space within quotes", `${GOOD}\ng, " a ", c`, "row_invalid rules.csv:2:1 field 2"],
  [
    "an unknown obligation",
    BAD("none", "aprove:sre"),
    "obligation_unknown rules.csv:4:52 aprove:sre",
    "approve",
  ],
  ["an unknown span", BAD("0..2", "0-2"), "condition_invalid rules.csv:4:24 0-2"],
  ["a span that holds nothing", BAD("0..2", "2..0"), "condition_invalid rules.csv:4:24 2..0"],
  ["an unknown sensitivity", BAD("0..2", "publik.."), "condition_invalid rules.csv:4:24 publik.."],
  [
    "a pattern with ** within a segment",
    BAD("**", "repo://a**"),
    "condition_invalid rules.csv:4:20 repo://a**",
  ],
  [
    "a pattern with dot segments",
    BAD("**", "repo://a/../b"),
    "condition_invalid rules.csv:4:20 repo://a/../b",
  ],
  [
    "an unknown member of env",
    BAD("true", "args.x == 1 && env.attemt < 3"),
    "condition_invalid rules.csv:4:54 env.attemt",
    "env.attempt",
  ],
  ["an env member near nothing", BAD("true", "has(env.q7)"), "condition_invalid rules.csv:4:43 env.q7"],
  [
    "an escape that the parser drops",
    BAD("true", String.raw`args.x == 'a\d'`),
    String.raw`condition_invalid rules.csv:4:51 \d`,
  ],
  [
    "an escape for a control character",
    BAD("true", String.raw`args.x == 'C:\new'`),
    String.raw`condition_invalid rules.csv:4:52 \n`,
  ],
  ["a number that is none", BAD("true", "args.x < 1e999"), "condition_invalid rules.csv:4:48 1e999"],
  [
    "a negative number that is none",
    BAD("true", "args.x in [-1e999]"),
    "condition_invalid rules.csv:4:51 1e999",
  ],
  [
    "a condition on an unknown root",
    BAD("true", "arg.amount < 5"),
    "condition_invalid rules.csv:4:39 arg",
    "args",
  ],
  ["a condition with a bare name", BAD("true", "env.seen < five"), "condition_invalid rules.csv:4:50 five"],
  [
    "a condition with an unknown function",
    BAD("true", "hass(args.x)"),
    "condition_invalid rules.csv:4:39 hass",
    "has",
  ],
  [
    "a condition with a method",
    BAD("true", 'args.x.startsWith("a")'.replaceAll('"', "'")),
    "condition_invalid rules.csv:4:39 args.x.startsWith('a')",
  ],
  ["a condition with computed members", BAD("true", "args['x'] == 1"), "condition_invalid rules.csv:4:43 ["],
  [
    "a condition from a bare constructor",
    BAD("true", "constructor.x == 1"),
    "condition_invalid rules.csv:4:39 constructor",
  ],
  [
    "a condition that breaks out",
    BAD("true", "true) || true || (true"),
    "condition_invalid rules.csv:4:39 true) || true || (true",
  ],
  ["a condition of two types", BAD("true", "1 == 'a'"), "condition_invalid rules.csv:4:44 'a'"],
  ["a text with an order", BAD("true", "args.x < '5'"), "condition_invalid rules.csv:4:48 '5'"],
  ["a condition that is no boolean", BAD("true", "5"), "condition_invalid rules.csv:4:39 5"],
  ["an empty condition", BAD("true", ""), "condition_invalid rules.csv:4:39 "],
  ["arithmetic in a condition", BAD("true", "args.x + 1 == 2"), "condition_invalid rules.csv:4:46 +"],
  ["null in a condition", BAD("true", "args.x == null"), "condition_invalid rules.csv:4:49 null"],
  ["an assignment in a condition", BAD("true", "args.x = 1"), "condition_invalid rules.csv:4:39 args.x = 1"],
  ["an empty list", BAD("true", "args.x in []"), "condition_invalid rules.csv:4:49 []"],
  ["an empty policy", "# nothing\n", "policy_empty rules.csv:1:1 "],
  ["links without a rule", "g, a, b", "policy_empty rules.csv:1:1 "],
];

describe("lint of rules", () => {
  it.each(CASES.map(([name, rules, place, suggestion]) => ({ name, rules, place, suggestion })))(
    "finds $name",
    async ({ rules, place, suggestion }) => {
      const findings = await lint(rules);
      expect(places(findings)).toContain(place);
      const finding = findings.find((one) => places([one])[0] === place);
      expect(finding?.suggestion).toBe(suggestion);
      expect(finding?.severity).toBe("fatal");
      const error: unknown = await loadPolicy({ model: defaultModel, rules, tools: TOOLS }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(PolicyError);
      expect((error as PolicyError).reason).toBe(place.split(" ")[0]);
    },
  );

  it("finds patterns that hang casbin or never compile", async () => {
    const model = (name: string): string => `[request_definition]
r = sub, res
[policy_definition]
p = sub, res, eft
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && ${name}(r.res, p.res)
`;
    const reasons = async (name: string, pattern: string): Promise<readonly string[]> =>
      (await lint(`p, a, ${pattern}, allow`, model(name))).map((finding) => finding.reason);
    expect(await reasons("keyMatch2", "/a/:")).toEqual(["condition_invalid"]);
    expect(await reasons("keyMatch3", "/a/{}")).toEqual(["condition_invalid"]);
    expect(await reasons("keyMatch5", "/a/{}")).toEqual(["condition_invalid"]);
    expect(await reasons("regexMatch", "smile[")).toEqual(["condition_invalid"]);
    expect(await reasons("keyMatch2", "tool:a/:id/*")).toEqual([]);
  });

  it("finds a priority that is no number", async () => {
    const model = defaultModel.replace("p = id,", "p = id, priority,");
    const findings = await lint(GOOD.replace("A1", "A1, high"), model);
    expect(places(findings)).toEqual(["row_invalid rules.csv:1:8 high"]);
  });

  it("warns of a rule id that stands twice, and loads", async () => {
    const findings = await lint(`${GOOD}\n${GOOD.replace(" a,", " b,")}`);
    expect(findings.map(({ reason, severity, line, column }) => [reason, severity, line, column])).toEqual([
      ["row_invalid", "warning", 2, 4],
    ]);
    const policy = await loadPolicy({
      model: defaultModel,
      rules: `${GOOD}\n${GOOD.replace(" a,", " b,")}`,
      tools: TOOLS,
    });
    expect(policy.warnings).toHaveLength(1);
  });

  it("warns of fields that casbin's own file reader would change, and reads them as CSV says", async () => {
    const rules = `${GOOD.replace("true", '"args.x != """""')}\n${GOOD.replace("A1", "A(").replace("true", '"""a"" == ""a"""')}`;
    const findings = await lint(rules);
    expect(findings.map(({ reason, severity, line, column }) => [reason, severity, line, column])).toEqual([
      ["row_invalid", "warning", 1, 39],
      ["row_invalid", "warning", 2, 4],
      ["row_invalid", "warning", 2, 39],
    ]);
  });

  it("says what is wrong, what it would have caused, and the nearest spelling", async () => {
    const error = (await loadPolicy({ model: defaultModel, rules: BAD("allow", "deyn"), tools: TOOLS }).catch(
      (thrown: unknown) => thrown,
    )) as PolicyError;
    expect(error.message).toContain('AMBIT-P104  rules.csv:4:45  effect "deyn" is not allow or deny');
    expect(error.message).toContain("would be ALLOWED");
    expect(error.message).toContain('^^^^ did you mean "deny"?');
    expect(error.facts).toEqual({ file: "rules.csv", line: 4, column: 45, findings: 1 });
  });

  it("reports all findings, not the first alone", async () => {
    const rules = `${GOOD.replace("allow", "alow")}\n${GOOD.replace("none", "nothing")}\nx, y`;
    expect((await lint(rules)).map((finding) => finding.reason)).toEqual([
      "effect_unknown",
      "obligation_unknown",
      "ptype_unknown",
    ]);
  });

  it("counts what it checked", () => {
    console.log(`lint of rules: ${CASES.length} mistakes, each found with code and place`);
    expect(CASES.length).toBeGreaterThan(30);
  });
});
