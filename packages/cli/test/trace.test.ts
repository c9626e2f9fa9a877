import { hash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileLedger, type RunTree } from "@ambit/ledger";
import { describe, expect, it } from "vitest";
import { createTeam } from "./fixture/team.ts";
import { ledgerWith, temporaryFolder } from "./ledger-folder.ts";
import { runCli } from "./run-cli.ts";
import { SAMPLE_RUN } from "./sample-run.ts";

const run = SAMPLE_RUN[0]!.run;
const SLOW = { timeout: 60_000 };

describe("ambit trace", SLOW, () => {
  it("shows a real team: who delegated what, what was removed, why a call was denied", async () => {
    const ledger = fileLedger({ folder: temporaryFolder() });
    const { ambit, lead } = await createTeam(ledger);
    await ambit.run(
      {
        subject: "user:alice",
        purpose: "support/refund",
        goal: "Refund order 1042",
        allow: ["crm-read", "crm-drop", "ask-mailer", "mail-send"].map((tool) => ({ tool })),
      },
      () => lead.invoke({ messages: [{ role: "user", content: "Refund order 1042" }] }),
    );
    ledger.close();
    const { code, out, err } = await runCli(["trace", ledger.location]);
    expect([code, err]).toEqual([0, ""]);
    const shape = out
      .split("\n")
      .map((line) => line.replace(/\s{2,}(?:\S+:\d+ {2})*(?:ok|inherited|20\d\d-).*$/u, ""));
    expect(shape).toEqual(
      expect.arrayContaining([
        '│  goal       "Refund order 1042"',
        "│  calls      5 calls, 2 denied, closed after " + /closed after (.*)$/mu.exec(out)?.[1],
        "└─ open  support",
        "   ├─ ✓ crm-read  crm://acme/orders/1042",
        "   ├─ ✓ ask-mailer",
        "   │  └─ delegate  support ▸ mailer",
        expect.stringMatching(/^ {3}│ {5}│ {2}removed {4}.*crm-drop.* · depth 3 → 2$/u) as unknown,
        "   │     ├─ ✓ mail-send  mailto:bob@acme.example",
        "   │     └─ ✗ DENY mail-send  mailto:mallory@evil.example",
        "   │           why        AMBIT-D302 policy_no_match  no rule of the policy allows the call",
        "   │           branch     one of 2 parallel calls: approvals and credentials of its own",
        "   └─ ✗ DENY crm-drop",
        "         next       add it to tools.yaml; `ambit doctor` prints the entry",
      ]),
    );
  });

  it("prints a JSON tree with every record's facts", async () => {
    const { code, out } = await runCli(["trace", ledgerWith(SAMPLE_RUN), "--json"]);
    const { runs, findings } = JSON.parse(out) as { runs: RunTree[]; findings: [] };
    expect([code, findings, runs.length]).toEqual([0, [], 1]);
    expect(runs[0]).toMatchObject({
      run,
      opened: { purpose: "support/refund" },
      closed: { denials: 2 },
      root: { frame: "f0", children: [{ edge: { edge: "open" } }] },
    });
    expect(runs[0]?.root?.children[0]?.decisions.map(({ record }) => record.tool)).toEqual([
      "crm.refund",
      "crm.refund",
      "ask_mailer",
    ]);
  });

  it("takes the beginning of a run's id, and says which runs there are otherwise", async () => {
    const ledger = ledgerWith([
      ...SAMPLE_RUN,
      ...SAMPLE_RUN.map((record) => ({ ...record, run: "other-run" })),
    ]);
    const one = await runCli(["trace", ledger, "--run", run.slice(0, 6)]);
    expect([one.code, one.out.match(/^run /gmu)?.length]).toEqual([0, 1]);
    const none = await runCli(["trace", ledger, "--run=zzz"]);
    expect([none.code, none.out]).toEqual([2, ""]);
    expect(none.err).toContain(`no run begins with "zzz"; the ledger has 2\n  ${run}\n  other-run`);
  });

  it("shows a ledger that was tampered with as such", async () => {
    const ledger = ledgerWith(SAMPLE_RUN);
    writeFileSync(ledger, readFileSync(ledger, "utf8").replace('"effect":"deny"', '"effect":"allow"'));
    const { code, out } = await runCli(["trace", ledger]);
    expect(code).toBe(4);
    expect(out).toContain("✗ AMBIT-T104 record_altered");
  });

  it("takes arguments of any depth", async () => {
    const decision = { ...SAMPLE_RUN.find(({ type }) => type === "decision"), effect: "deny", args: "DEEP" };
    const record = JSON.stringify({ ...decision, v: 1, seq: 0, prev: "0".repeat(64) });
    const text = record.replace('"DEEP"', `{"\u202ea":${"[".repeat(200_000)}${"]".repeat(200_000)}}`);
    const ledger = join(temporaryFolder(), "deep.jsonl");
    writeFileSync(ledger, `{"hash":"${hash("sha256", text, "hex")}","record":${text}}\n`);
    const shown = await runCli(["trace", ledger]);
    expect([shown.code, shown.err]).toEqual([0, ""]);
    expect(shown.out).toMatch(/"…\s+deeper"/u);
    const json = await runCli(["trace", ledger, "--json"]);
    expect([json.code, json.err]).toEqual([0, ""]);
    expect(json.out).toContain('"\\u202ea": [');
    expect(JSON.parse(json.out)).toMatchObject({ runs: [{ run }], findings: [] });
  });

  it("paints only where colours are wanted", async () => {
    const ledger = ledgerWith(SAMPLE_RUN);
    const painted = async (env: Record<string, string>): Promise<boolean> =>
      (await runCli(["trace", ledger], { env })).out.includes("\u001b[");
    expect(await painted({})).toBe(false);
    expect(await painted({ FORCE_COLOR: "1" })).toBe(true);
    expect(await painted({ FORCE_COLOR: "0" })).toBe(false);
    expect(await painted({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
  });
});
