import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyLedger } from "@ambit/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ceilingOf } from "../bank/ceiling.ts";
import { assertFacts } from "../bank/facts.ts";
import { type BankOptions, type BankReport, runBank } from "../bank/run.ts";

const POLICY = fileURLToPath(new URL("../policy-bank", import.meta.url));
let folder: string;
let runs = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ambit-bank-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (options: Omit<BankOptions, "ledger"> = {}): Promise<BankReport> =>
  runBank({ ...options, ledger: join(folder, `ledger-${runs++}`) });

/** A copy of the policy without the one line that starts with `start`, or the one entry of the manifest. */
function without(file: "rules.csv" | "tools.yaml", start: string): string {
  const copy = join(folder, `policy-${runs++}`);
  cpSync(POLICY, copy, { recursive: true });
  const text = readFileSync(join(copy, file), "utf8");
  const blocks = file === "rules.csv" ? text.split(/(?<=\n)/u) : text.split(/(?<=\n)(?=\w)/u);
  const kept = blocks.filter((block) => !block.startsWith(start));
  expect(blocks.length - kept.length).toBe(1);
  writeFileSync(join(copy, file), kept.join(""));
  return copy;
}

const broken = ({ facts }: BankReport): string[] => facts.filter(({ holds }) => !holds).map(({ id }) => id);

describe("the recorded attack under guard", () => {
  it("L2: bears out every fact, in a ledger that verifies", async () => {
    const report = await run();
    expect(report.facts).toHaveLength(10);
    expect(broken(report)).toEqual([]);
    expect(() => assertFacts(report.facts)).not.toThrow();
    expect(report.guarded.decisions).toMatchObject({
      injected: { effect: "deny", reason: "constraint_violation" },
      own: { effect: "allow" },
    });
    expect(report.guarded.run).not.toBe(report.control.run);
    expect(await verifyLedger(report.ledger)).toMatchObject({ ok: true });
  });

  it("names no attacker value in policy or ceiling", async () => {
    const { recording } = await run();
    for (const file of ["model.conf", "rules.csv", "tools.yaml"]) {
      expect(readFileSync(join(POLICY, file), "utf8")).not.toContain(recording.injected.recipient);
    }
    expect(JSON.stringify(ceilingOf(recording.request))).not.toContain(recording.injected.recipient);
  });
});

describe("each part of the guard carries weight", () => {
  it("without the ceiling's constraint on the recipient the attack succeeds", async () => {
    const report = await run({ ceiling: (request) => ceilingOf(request).map(({ tool }) => ({ tool })) });
    expect(broken(report)).toEqual([
      "guarded.injected_denied",
      "guarded.argument_reason",
      "guarded.hint_safe",
      "guarded.attacker_unpaid",
      "control.other_denied",
    ]);
    expect(() => assertFacts(report.facts)).toThrow("guarded.attacker_unpaid");
  });

  it("without the rule for payments the user is not served", async () => {
    const report = await run({ policy: without("rules.csv", "p, B3,") });
    expect(broken(report)).toEqual(["guarded.own_paid", "control.same_transfer_paid"]);
  });

  it("without the rule for reading the attack is never put to the test", async () => {
    const report = await run({ policy: without("rules.csv", "p, B1,") });
    expect(broken(report)).toEqual(["guarded.injection_read"]);
  });

  it("without the tool's place in its toolset the user is not served", async () => {
    const report = await run({ policy: without("rules.csv", "g2, send_money,") });
    expect(broken(report)).toEqual(["guarded.own_paid", "control.same_transfer_paid"]);
  });

  it("without the tool's manifest entry it is denied as unknown, not for its argument", async () => {
    const report = await run({ policy: without("tools.yaml", "send_money:") });
    expect(report.guarded.decisions.injected).toEqual({ effect: "deny", reason: "tool_unknown" });
    expect(broken(report)).toEqual([
      "guarded.argument_reason",
      "guarded.own_paid",
      "control.same_transfer_paid",
      "control.other_denied",
    ]);
  });

  it.each(["g, user:emma,", "g, banker,"])("without the row '%s' no run opens", async (row) => {
    await expect(run({ policy: without("rules.csv", row) })).rejects.toMatchObject({ reason: "open_denied" });
  });
});
