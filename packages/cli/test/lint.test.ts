import { describe, expect, it } from "vitest";
import { lintedFolder, MISTAKES, WARNING } from "./lint-policy.ts";
import { runHere } from "./run-here.ts";

describe("ambit lint", () => {
  it("says of a sound policy that there is nothing to report", async () => {
    expect(await lintedFolder({}).lint()).toEqual({
      code: 0,
      out: "✓ policy compiles, nothing to report",
      err: "",
    });
  });

  it("shows each fatal finding with line, caret and next step, and ends with 3", async () => {
    const rules = MISTAKES.split("\n").slice(0, 1).join("\n");
    const { code, out, err } = await lintedFolder({ "rules.csv": rules }).lint();
    expect([code, err]).toEqual([3, ""]);
    expect(out.split("\n").slice(7)).toEqual([
      "✗ AMBIT-P104 effect_unknown  policy/rules.csv:1:72",
      '    effect "alow" is not allow or deny: casbin would ignore this rule, and what it denies would be',
      "    ALLOWED",
      "     1 | p, R1, support, read_order, read, CRM://orders/*, *, support, *, true, alow, aprove:manager",
      "       |                                                                        ^^^^",
      '    fix: write "allow" (--fix does)',
      "",
      "✗ AMBIT-P117 obligation_unknown  policy/rules.csv:1:78",
      '    obligation "aprove:manager" is unknown: casbin would ALLOW without it',
      "     1 | p, R1, support, read_order, read, CRM://orders/*, *, support, *, true, alow, aprove:manager",
      "       |                                                                              ^^^^^^^^^^^^^^",
      '    fix: write "approve:manager" (--fix does)',
      "",
      "✗ policy does not compile: 3 fatal findings; `ambit lint policy --fix` corrects 3",
    ]);
  });

  it("shows of a long line what stands around the place", async () => {
    const rules = WARNING.replace("true", `args.id in [${"'a', ".repeat(60)}'b']`)
      .replace("args.id", '"args.id')
      .replace("'b']", "'b']\"")
      .replace("allow", "alow");
    const { out } = await lintedFolder({ "rules.csv": rules }).lint();
    const [shown = "", under = ""] = out.split("\n").slice(3, 5);
    expect(shown).toMatch(/^ {5}1 \| ….*'a', 'b'\]", alow, none$/u);
    expect(shown.length).toBeLessThanOrEqual(100);
    expect(shown.slice(under.indexOf("^"), under.lastIndexOf("^") + 1)).toBe("alow");
  });

  it("spells out what could spoof a terminal", async () => {
    const { out } = await lintedFolder({
      "rules.csv": WARNING.replace("refnd", "re\u202efnd\u001b[2J"),
    }).lint();
    expect(out).toContain("re\\u{202e}fnd\\u{1b}[2J");
    expect(out).not.toContain("\u202e");
    expect(out).not.toContain("\u001b");
  });

  it("ends with 0 for warnings, and with 1 for more of them than are allowed", async () => {
    const { lint } = lintedFolder({ "rules.csv": WARNING });
    const { code, out, err } = await lint();
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n")).toEqual([
      "! AMBIT-P121 name_unknown  policy/rules.csv:4:5",
      '    "refnd" is no tool of the manifest: "refund" would not be in "orders"',
      "     4 | g2, refnd, orders",
      "       |     ^^^^^",
      '    fix: did you mean "refund"?',
      "",
      "! policy compiles: 1 warning",
    ]);
    expect((await lint("--max-warnings", "1")).code).toBe(0);
    expect(await lint("--max-warnings", "0")).toMatchObject({
      code: 1,
      err: "ambit: warnings: 1, allowed by --max-warnings: 0\n",
    });
  });

  it.each([
    [["--reporter", "tap"], "Allowed choices are pretty, json, sarif, github"],
    [["--max-warnings", "-1"], "a whole number from 0 on is needed"],
    [["--max-warnings", "few"], "a whole number from 0 on is needed"],
  ])("refuses %j with 2", async (args, message) => {
    const { code, out, err } = await lintedFolder({}).lint(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("refuses a folder that is not there with 2, and reports a file that is not with 3", async () => {
    expect(await runHere(["lint", "/nowhere"])).toMatchObject({
      code: 2,
      err: "ambit: /nowhere: there is no such policy folder\n",
    });
    const { code, out } = await lintedFolder({ "tools.yaml": "" }).lint();
    expect(code).toBe(3);
    expect(out).toContain("✗ AMBIT-P101 file_missing  policy/tools.yaml:1:1");
    expect(out).toContain("    fix: check the path");
  });

  it("shows fifty findings, fatal ones first, and says how many more there are", async () => {
    const links = Array.from({ length: 60 }, (_, n) => `g2, nothing_${n}, orders`).join("\n");
    const warned = await lintedFolder({ "rules.csv": `${WARNING}${links}\n` }).lint();
    expect(warned.out.match(/^! AMBIT/gmu)).toHaveLength(50);
    expect(warned.out).toContain("… 11 more; --reporter json prints all\n");
    const twice = `${WARNING}${WARNING.split("\n")[0] ?? ""}\n`;
    const mixed = await lintedFolder({ "rules.csv": `${twice}p, R2, support, refund\n` }).lint();
    expect(mixed.code).toBe(3);
    expect(mixed.out.match(/^[✗!] AMBIT-P\d+/gmu)).toEqual(["✗ AMBIT-P113", "! AMBIT-P105"]);
  });
});
