import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { afterEach, describe, expect, it } from "vitest";
import { policyFolder, TESTS } from "./policy-folder.ts";
import { type Ended, runCli } from "./run-cli.ts";
import { runHere } from "./run-here.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Runs `ambit test` on a policy folder, which is named `policy` in what it prints. */
async function test(changed: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  const folder = policyFolder(changed);
  folders.push(folder);
  const ended = await runHere(["test", folder, ...args]);
  return {
    ...ended,
    out: ended.out.replaceAll(folder, "policy"),
    err: ended.err.replaceAll(folder, "policy"),
  };
}

const FAILING = { "shop.test.yaml": TESTS.replace("amount: 250", "amount: 100") };
const EMPTY = { "shop.test.yaml": "" };

describe("ambit test", () => {
  it("says what passed, by which policy and engine", async () => {
    const { code, out, err } = await test({});
    expect([code, err]).toEqual([0, ""]);
    expect(
      out
        .replace(/v[0-9a-f]{12}/u, "v0")
        .replace(/casbin [\d.]+/u, "casbin 0")
        .split("\n"),
    ).toEqual([
      " policy   v0   compiled, casbin 0   local files, no server",
      " ✓ shop › orders are read                     1/1",
      " ✓ shop › a refund above 100 asks a manager   1/1",
      " Tests 2/2   Decisions 2/2",
    ]);
  });

  it("shows for a failure the call, what was expected, what came, and what explains it", async () => {
    const { code, out } = await test(FAILING);
    expect(code).toBe(1);
    expect(out.split("\n").slice(2)).toEqual([
      " ✗ shop › a refund above 100 asks a manager   0/1",
      '     call      desk → refund crm://orders/7 { "id": "7", "amount": 100 } for support',
      "     expected  ask",
      "     actual    deny  AMBIT-D302 policy_no_match",
      "     note      rules.csv:2 comes closest for user:alice, but not: p.when = args.amount > 100",
      "     at        policy/shop.test.yaml:10:11",
      " Tests 1/2   Decisions 1/2",
    ]);
  });

  it("ends with 2 when there is nothing to test, or a test file is wrong", async () => {
    const none = await test(EMPTY);
    expect([none.code, none.out]).toEqual([2, ""]);
    expect(none.err).toContain("AMBIT-P141  policy:1:1  there is no *.test.yaml here");
    const wrong = await test({ "shop.test.yaml": TESTS.replace("decision: allow", "decision: alow") });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('did you mean "allow"?');
    expect((await test({}, "--filter", "nothing")).code).toBe(2);
  });

  it("ends with 3 when the policy does not compile", async () => {
    const { code, err } = await test({ "rules.csv": "p, R1, a, b, c, d, *, e, *, true, alow, none\n" });
    expect(code).toBe(3);
    expect(err).toContain("AMBIT-P104");
  });

  it.each([
    [["--reporter", "tap"], "Allowed choices are pretty, json, junit"],
    [["--min-rules", "101"], "a whole number from 0 to 100 is needed"],
    [["--min-clauses", "x"], "a whole number from 0 to 100 is needed"],
    [["nowhere.test.yaml"], "nowhere.test.yaml: there is no such test file"],
  ])("refuses %j with 2", async (args, message) => {
    const { code, err } = await test({}, ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("refuses a folder that is not there with 2", async () => {
    expect(await runCli(["test", "/nowhere"])).toMatchObject({
      code: 2,
      err: "ambit: /nowhere: there is no such policy folder\n",
    });
  });

  it("runs only the files that are named, and the tests that the filter leaves", async () => {
    const folder = policyFolder({ "other.test.yaml": TESTS.replace("suite: shop", "suite: other") });
    folders.push(folder);
    expect((await runHere(["test", folder])).out).toContain("Tests 4/4");
    const { out } = await runHere(["test", folder, join(folder, "other.test.yaml"), "--filter", "REFUND"]);
    expect(out).toContain("✓ other › a refund above 100 asks a manager");
    expect(out).toContain("Tests 1/1");
  });
});

describe("the exit codes of the process", { timeout: 60_000 }, () => {
  it.each([
    [0, {}],
    [1, FAILING],
    [2, EMPTY],
    [3, { "model.conf": "[matchers]\n" }],
  ])("are %d", async (code, changed) => {
    const folder = policyFolder(changed);
    folders.push(folder);
    expect((await runCli(["test", folder], { env: { CI: "true" } })).code).toBe(code);
  });
});

describe("ambit test --coverage", () => {
  it("shows what was not exercised", async () => {
    const { code, out } = await test({}, "--filter", "orders", "--coverage");
    expect(code).toBe(0);
    expect(out.split("\n").slice(2)).toEqual([
      " Tests 1/1   Decisions 1/1   Rules 1/2 (50 %)   Clauses 0/11 (0 %)",
      "   never hit       rules.csv:2",
      "   never refuses   rules.csv:1  sub, tool, act, intent, res",
    ]);
  });

  it("ends with 1 below a threshold, and with 0 at it", async () => {
    const below = await test({}, "--filter", "orders", "--min-rules", "51");
    expect(below.code).toBe(1);
    expect(below.err).toContain("the tests cover 50 % of the rules, and 51 % are required");
    expect((await test({}, "--filter", "orders", "--min-rules", "50")).code).toBe(0);
    const clauses = await test({}, "--min-clauses", "90");
    expect([clauses.code, clauses.err]).toEqual([
      1,
      expect.stringContaining("% of the clauses, and 90 % are required"),
    ]);
  });

  it("writes lcov", async () => {
    const folder = policyFolder();
    folders.push(folder);
    const file = join(folder, "lcov.info");
    expect((await runHere(["test", folder, "--filter", "orders", "--lcov", file])).code).toBe(0);
    const lcov = readFileSync(file, "utf8").split("\n");
    expect(lcov.slice(0, 2)).toEqual(["TN:", `SF:${join(folder, "rules.csv")}`]);
    expect(lcov).toContain("DA:1,2");
    expect(lcov).toContain("DA:2,0");
    expect(lcov.filter((line) => line.startsWith("BRDA:1,"))).toHaveLength(5);
    expect(lcov.at(-2)).toBe("end_of_record");
  });
});

describe("the reporters of ambit test", () => {
  it.each([["--json"], ["--reporter=json"]])("print JSON with %s", async (flag) => {
    const { code, out } = await test(FAILING, flag);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ passed: false, totals: { tests: { passed: 1, total: 2 } } });
  });

  it("print JUnit that a parser reads, whatever names and values hold", async () => {
    const strange = `<&"'> \\u0001\\u202E ü`;
    const { code, out } = await test(
      {
        "shop.test.yaml": FAILING["shop.test.yaml"].replace(
          "name: a refund above 100 asks a manager",
          `name: "${strange.replace('"', '\\"')}"`,
        ),
      },
      "--reporter",
      "junit",
    );
    expect(code).toBe(1);
    const parsed = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: "",
      htmlEntities: true,
    }).parse(out, true) as {
      testsuites: {
        tests: string;
        failures: string;
        testsuite: {
          name: string;
          testcase: { name: string; classname: string; line: string; failure?: { message: string } }[];
        };
      };
    };
    const { testsuites } = parsed;
    expect(testsuites).toMatchObject({ tests: "2", failures: "1" });
    const [first, second] = testsuites.testsuite.testcase;
    expect(first).toMatchObject({ classname: "shop", name: "orders are read" });
    expect(first?.failure).toBeUndefined();
    expect(second).toMatchObject({ name: `<&"'> \uFFFD\u202E ü`, line: "9" });
    expect(second?.failure?.message).toContain("desk → refund crm://orders/7");
    expect(second?.failure?.message).toContain("decision: expected ask, actual deny");
    // oxlint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u202E\u0001]/u);
  });
});
