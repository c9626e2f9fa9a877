import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log, Run } from "sarif";
import { describe, expect, it } from "vitest";
import { repositoryPath, repositoryUri } from "../src/print/lint/location.ts";
import { version } from "../src/command/version.ts";
import { lintedFolder, MISTAKES, WARNING } from "./lint-policy.ts";

const RULES = `${WARNING}p, R3, support, refund, refund, crm://orders/*, *, support, *, true, deyn, none\n`;

async function sarifOf(changed: Readonly<Record<string, string>>): Promise<Run> {
  const { out } = await lintedFolder(changed).lint("--reporter", "sarif");
  const { runs } = JSON.parse(out) as Log;
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

describe("the reporters of ambit lint", () => {
  it.each([["--json"], ["--reporter=json"]])("print JSON with %s", async (flag) => {
    const { code, out } = await lintedFolder({ "rules.csv": RULES }).lint(flag);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      folder: "policy",
      fatal: 1,
      warnings: 0,
      fixable: 1,
      findings: [{ code: "AMBIT-P104", line: 5, text: "deyn", fix: { length: 4, replacement: "deny" } }],
      fixed: [],
    });
  });

  it("print SARIF 2.1.0: rules, places and fixes", async () => {
    const { folder, lint } = lintedFolder({ "rules.csv": RULES });
    const { code, out } = await lint("--reporter", "sarif");
    expect(code).toBe(3);
    const artifactLocation = { uri: pathToFileURL(join(folder, "rules.csv")).href.replace(folder, "policy") };
    const region = { startLine: 5, startColumn: 70, endColumn: 74 };
    const text =
      'effect "deyn" is not allow or deny: casbin would ignore this rule, and what it denies would be ALLOWED';
    const expected: Log = {
      $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "ambit lint",
              semanticVersion: version(),
              rules: [
                {
                  id: "AMBIT-P104",
                  name: "effect_unknown",
                  shortDescription: {
                    text: "an effect is neither allow nor deny: casbin would ignore the rule",
                  },
                  help: { text: "spell it allow or deny (`ambit explain AMBIT-P104`)" },
                  defaultConfiguration: { level: "error" },
                },
              ],
            },
          },
          columnKind: "utf16CodeUnits",
          results: [
            {
              ruleId: "AMBIT-P104",
              ruleIndex: 0,
              level: "error",
              message: { text: `${text}; write "deny"` },
              locations: [{ physicalLocation: { artifactLocation, region } }],
              fixes: [
                {
                  description: { text: "write deny" },
                  artifactChanges: [
                    {
                      artifactLocation,
                      replacements: [{ deletedRegion: region, insertedContent: { text: "deny" } }],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    };
    expect(JSON.parse(out)).toEqual(expected);
  });

  it("print a SARIF log whose results name their rules, also without any", async () => {
    const none = await sarifOf({});
    expect(none).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
    const { results = [], tool } = await sarifOf({
      "rules.csv": MISTAKES.replace("refund, refund", "refund"),
    });
    expect(results).toHaveLength(4);
    const ids = tool.driver.rules?.map(({ id }) => id);
    expect(results.map(({ ruleIndex = -1 }) => ids?.[ruleIndex])).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
    expect(results.map(({ level }) => level)).toEqual(results.map(() => "error"));
  });

  it("print workflow commands for GitHub, which no text of the policy can end", async () => {
    const { out } = await lintedFolder({ "rules.csv": RULES.replace("deyn", "100%:%0A::error") }).lint(
      "--reporter",
      "github",
    );
    expect(out).toBe(
      "::error file=policy/rules.csv,line=5,col=70,endColumn=85,title=AMBIT-P104 effect_unknown::" +
        'effect "100%25:%250A::error" is not allow or deny: casbin would ignore this rule, and what it denies would be ALLOWED',
    );
    const warned = await lintedFolder({ "rules.csv": WARNING }).lint("--reporter", "github");
    expect(warned.out).toBe(
      "::warning file=policy/rules.csv,line=4,col=5,endColumn=10,title=AMBIT-P121 name_unknown::" +
        '"refnd" is no tool of the manifest: "refund" would not be in "orders"; did you mean "refund"?',
    );
    expect((await lintedFolder({}).lint("--reporter", "github")).out).toBe("");
  });
});

describe("a file in a report for a repository", () => {
  it("is named relative to the working folder, and absolutely outside of it", () => {
    expect(repositoryPath(join(process.cwd(), "policy/rules.csv"))).toBe("policy/rules.csv");
    expect(repositoryUri("my policy/rules#1.csv")).toBe("my%20policy/rules%231.csv");
    expect(repositoryUri("/else where/rules.csv")).toBe("file:///else%20where/rules.csv");
  });
});
