import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { edgeModel } from "@ambit/policy";
import { describe, expect, it } from "vitest";
import { explain, flat, linesOf, policyFolder, type Told } from "./explain-cli.ts";

const CALL = {
  subject: "user:alice",
  actor: "bot",
  tool: "crm.refund",
  args: { id: "7", amount: 250, card: "4111111111111111" },
  purpose: "support",
  env: { hour: 10 },
};

async function explainCall(call: object, ...flags: readonly string[]): Promise<Told> {
  return explain(["--call", JSON.stringify(call), "--policy", policyFolder(), ...flags]);
}

describe("ambit explain --call", () => {
  it("shows the edge that does not carry what the rules allow", async () => {
    const rules = `p, S, any, *, *, **, *, *, *, true, allow, none
g, user:alice, any
g, bot, any
g, helper, any
g3, support, support
p2, E1, open, user:alice, bot, *, *, **, *, allow
p2, E2, delegate, bot, helper, crm.get, read, **, *, allow
`;
    const folder = policyFolder(rules, edgeModel);
    const call = { ...CALL, actor: undefined, actors: ["bot", "helper"] };
    const told = linesOf(await explain(["--call", JSON.stringify(call), "--policy", folder]));
    expect(told[0]).toMatch(/^DENY helper ▸ crm\.refund /u);
    expect(told.join("\n")).toContain("cause AMBIT-D306 edge_denied");
    expect(told).toContain("edge ✗ delegate bot → helper");
    expect(told).toContain("closest rules.csv:7 p2, E2, delegate, bot, helper, crm.get, read, **, *, allow");
    expect(told).toContain('✗ (p2.tool == "*" || g2(r2.tool, p2.tool))');
    const allowed = { ...call, actors: ["bot"] };
    const other = linesOf(await explain(["--call", JSON.stringify(allowed), "--policy", folder]));
    expect(other[0]).toMatch(/^ALLOW /u);
  });

  it("shows on one screen why a call is denied and what would allow it", async () => {
    const told = await explainCall(CALL);
    expect([told.code, told.err]).toEqual([0, ""]);
    const lines = linesOf(told);
    expect(lines[0]).toMatch(/^DENY bot ▸ crm\.refund crm:\/\/orders\/7 policy [0-9a-f]{12}$/u);
    expect(lines).toContain("cause AMBIT-D302 policy_no_match: no rule of the policy allows the call");
    expect(lines).toContain("chain ✓ user:alice ask by rules.csv:3");
    expect(lines).toContain("✗ bot policy_no_match");
    expect(lines).toContain("✗ when args.amount <= 100 args.amount = 250");
    expect(lines).toContain("✓ sub tool act intent sens depth res");
    expect(lines).toContain("to allow call with args.amount 100 instead of 250");
    expect(lines).toContain("or rules.csv:2 when: args.amount <= 100 → args.amount <= 250");
    expect(told.out.split("\n").length).toBeLessThanOrEqual(24);
    expect(Math.max(...told.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(told.out).not.toContain("4111");
  });

  it("shows the rules of an allowed call with file and line, and what an ask needs", async () => {
    const allowed = linesOf(await explainCall({ ...CALL, args: { id: "7", amount: 40 } }));
    expect(allowed[0]).toMatch(/^ASK /u);
    expect(allowed).toContain("if approve:finance");
    const read = flat(await explainCall({ ...CALL, tool: "crm.get", args: { id: "7" } }));
    expect(read).toMatch(/^ALLOW /u);
    expect(read).toContain(
      "rules rules.csv:1 p, S1, support, crm.get, read, crm://orders/**, 0..2, support, *, true, allow, none",
    );
  });

  it("shows the deny rule that matched, and both edits where one is not enough", async () => {
    const told = linesOf(await explainCall({ ...CALL, args: { id: "frozen/7", amount: 40 } }));
    expect(told).toContain(
      "denied by rules.csv:4 p, D1, anyone, *, *, crm://orders/frozen/**, *, *, *, true, deny, none",
    );
    expect(told.some((line) => line.startsWith("to allow remove rules.csv:4"))).toBe(true);
    const two = linesOf(await explainCall({ ...CALL, args: { id: "frozen/7", amount: 400 } }));
    expect(two).toContain("to allow no single change is enough; 2 together are:");
  });

  it("shows the rule that threw and what it lacks", async () => {
    const call = await explainCall({ ...CALL, args: { id: "7" } });
    const told = linesOf(call);
    expect(flat(call)).toContain(
      "cause AMBIT-D304 attribute_missing: a condition reads an attribute that the call does not have (args.amount)",
    );
    expect(told.find((line) => line.startsWith("failed"))).toContain("rules.csv:2");
    expect(told).toContain("✗ when args.amount <= 100 args.amount is missing");
  });

  it("shows where a value comes from, and offers another source", async () => {
    const rules = `p, S1, anyone, crm.get, read, crm://orders/**, *, support, *, from(args.id) in [user], allow, none
g, user:alice, anyone
g, bot, anyone
`;
    const call = { ...CALL, tool: "crm.get", args: { id: "7" }, provenance: { from: { id: "model" } } };
    const told = linesOf(await explain(["--call", JSON.stringify(call), "--policy", policyFolder(rules)]));
    expect(told).toContain('✗ when from(args.id) in [user] args.id = "7" (model)');
    expect(told).toContain("to allow call with args.id from the user instead of the model");
  });

  it("shows which links of the grant refuse, whatever the policy says", async () => {
    const grant = [{}, { edge: "delegate", id: "f2", tools: ["crm.get"] }];
    const told = linesOf(await explainCall({ ...CALL, args: { id: "7", amount: 40 }, grant }));
    expect(told[0]).toMatch(/^DENY /u);
    expect(told).toContain("grant ✓ open link 1");
    expect(told).toContain(
      "✗ delegate f2 AMBIT-D201 tool_not_granted: crm.refund lost: all tools but crm.get",
    );
    expect(told).toContain("the policy alone would say ask");
    expect(told).toContain("to allow widen the grant: delegate f2");
    const both = linesOf(await explainCall({ ...CALL, grant }));
    expect(both).toContain("and call with args.amount 100 instead of 250");
  });

  it("names the nearest tool, and a run that would not open", async () => {
    const call = await explainCall({ ...CALL, tool: "crm.refnd", purpose: "sales" });
    const told = linesOf(call);
    expect(told).toContain("cause AMBIT-D103 tool_unknown: the tool has no entry in the tool manifest");
    expect(told).toContain("did you mean crm.refund?");
    expect(flat(call)).toContain(
      "besides no run would open: AMBIT-D305 subject or first agent holds no rule for the purpose (user:alice)",
    );
  });

  it("says so when no change was found, and when a resource has no canonical form", async () => {
    const folder = policyFolder("p, S1, support, crm.get, read, crm://a, 0, support, 0, true, deny, none");
    const call = JSON.stringify(CALL);
    expect(linesOf(await explain(["--call", call, "--policy", folder]))).toContain(
      "to allow no small change was found: write a rule for this call",
    );
    const bad = linesOf(await explainCall({ ...CALL, args: { id: "..", amount: 1 } }));
    expect(bad).toContain("cause AMBIT-D106 resource_invalid: a resource of the call has no canonical form");
  });

  it("cuts a long chain on one screen, and shows all of it with --full", async () => {
    const call = { ...CALL, actor: undefined, actors: ["bot", "b1", "b2", "b3", "b4"] };
    expect(linesOf(await explainCall(call))).toContain("… 2 more, see --full");
    const full = linesOf(await explainCall(call, "--full"));
    expect(full).toContain("asked b4 on crm://orders/7");
    expect(full).toContain('✗ g(r.sub, p.sub) r.sub = "b4", p.sub = "support" b4 has no g row');
    expect(full).toContain("✓ env.hour < 18 env.hour = 10");
    expect(full.some((line) => line.startsWith("next"))).toBe(false);
  });

  it("prints JSON, in which a secret is masked too", async () => {
    const { out } = await explainCall(CALL, "--json");
    const explained = JSON.parse(out) as {
      readonly effect: string;
      readonly call: { readonly args: object };
    };
    expect(explained).toMatchObject({ effect: "deny", reason: "policy_no_match" });
    expect(explained.call.args).toEqual({ id: "7", amount: 250, card: "▒▒▒" });
    expect(out).not.toContain("4111");
  });

  it("paints nothing without a terminal, and no meaning with paint alone", async () => {
    const args = ["--call", JSON.stringify(CALL), "--policy", policyFolder()];
    const [bare, painted] = [await explain(args), await explain(args, true)];
    const escapes = new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, "gu");
    expect(bare.out).not.toMatch(escapes);
    expect(painted.out).toMatch(escapes);
    expect(painted.out.replaceAll(escapes, "")).toBe(bare.out);
  });

  it("prints no control character of a call", async () => {
    const { out } = await explainCall({
      ...CALL,
      actor: "bot\u001B[2J",
      args: { id: "7", amount: "\u202E" },
    });
    expect(["\u001B", "\u202E"].filter((character) => out.includes(character))).toEqual([]);
    expect(out).toContain(String.raw`bot\u{1b}[2J`);
  });

  it("reads the call from a file or from standard input", { timeout: 60_000 }, async () => {
    const folder = policyFolder();
    const file = join(folder, "call.json");
    writeFileSync(file, JSON.stringify(CALL));
    expect((await explain(["--call", `@${file}`, "--policy", folder])).out).toContain("DENY");
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--conditions=@ambit/source", main, "explain", "--call", "-", "--policy", folder],
      { encoding: "utf8", input: JSON.stringify(CALL) },
    );
    expect([status, stdout.slice(0, 4)]).toEqual([0, "DENY"]);
  });

  it.each<[readonly string[], number, string]>([
    [[], 2, "say what to explain"],
    [["x", "--call", "{}"], 2, "say what to explain"],
    [["nonsense"], 2, '"nonsense" is no code'],
    [["--call", "{x"], 2, "--call is no JSON"],
    [["--call", "@/nowhere.json"], 2, "the file cannot be read (ENOENT)"],
    [["--call", "{}", "--policy", "/nowhere"], 2, "there is no such folder"],
    [["--call", "{}", "--policy", "."], 3, "AMBIT-P101"],
  ])("refuses %j with %i", async (args, code, message) => {
    const told = await explain(args);
    expect([told.code, told.out]).toEqual([code, ""]);
    expect(told.err).toContain(message);
  });

  it("refuses a call that is not described well with 2 and the nearest key", async () => {
    const { code, err } = await explainCall({ ...CALL, toool: "x" });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('toool  is no key of a call: did you mean "tool"?'),
    ]);
  });
});

describe("ambit explain <code>", () => {
  it.each(["AMBIT-D103", "ambit-d103", "tool_unknown"])("prints the page of %s", async (what) => {
    const { code, out } = await explain([what]);
    expect(code).toBe(0);
    expect(out).toMatch(/^AMBIT-D103 {2}tool_unknown\n/u);
    expect(out).toContain("add it to tools.yaml");
    expect(out).toContain("“This tool is not available.”");
  });

  it("prints a code as JSON", async () => {
    const { out } = await explain(["policy_no_match", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ name: "policy_no_match", code: "AMBIT-D302" });
  });
});
