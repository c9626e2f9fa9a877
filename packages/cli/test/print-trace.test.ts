import type { AmbitRecord } from "@ambit/core";
import { memoryLedger } from "@ambit/ledger";
import { describe, expect, it } from "vitest";
import { printTrace } from "../src/index.ts";
import type { TraceOptions } from "../src/index.ts";
import { SAMPLE_RUN } from "./sample-run.ts";

function print(records: readonly AmbitRecord[], options?: TraceOptions): string {
  const ledger = memoryLedger();
  for (const record of records) ledger.append(record);
  return printTrace(ledger.records(), options);
}

describe("printTrace", () => {
  it("keeps every line within its columns, whatever they are", () => {
    for (const width of [72, 80, 100, 140]) {
      const widths = print(SAMPLE_RUN, { width })
        .split("\n")
        .map((line) => Array.from(line).length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    }
  });

  it("tells every intent, edge, decision, reason and outcome", () => {
    const text = print(SAMPLE_RUN);
    const told = [
      "run 3f2a91c0  user:alice as clerk of acme  support/refund",
      'crm.read · crm.refund(orderId one of "1042") · mail.send',
      "8 calls, 2 denied, closed after",
      'intent  support/refund/lookup  "Look the order and the customer up"',
      "step       removed crm.refund, mail.send",
      "branch     one of 2 parallel calls: approvals and credentials of its own",
      "rules.csv:8  ok 12.3 ms · untrusted",
      "error      connection reset",
      "retry      attempt 2, after a failure",
      "? ASK crm.refund  crm://acme/orders/1042",
      "why        AMBIT-D401 approval_required",
      "approval   approved as lead by user:bob",
      "240 s of its lifetime",
      "✗ DENY mail.send  mailto:mallory@evil.example",
      "refused by the delegate link: argument to",
      'args       { "body": "▒▒▒", "to": "mallory@evil.example" }',
      "✗ glob(r.res, p.res)",
      "✓ 2 of 3 clauses hold",
      "✗ REFUSED delegate  support ▸ mailer ▸ helper",
      "AMBIT-D207 depth_exceeded",
      '✗ REFUSED intent  sales/quote  "Sell them something"',
      "AMBIT-D107 purpose_outside",
    ];
    expect(told.filter((each) => !text.includes(each))).toEqual([]);
  });

  it("tells of an answer that was used again whose it was", () => {
    const [opening, ...rest] = SAMPLE_RUN;
    const reused = "9b1c77aa-0000-4000-8000-000000000000";
    const records = rest.map((record) => (record.type === "decision" ? { ...record, reused } : record));
    const text = print([opening, ...records] as AmbitRecord[]);
    expect(text).toContain(
      "reused     the answer for 9b1c77aa, which differs in nothing that any rule reads",
    );
    expect(print(SAMPLE_RUN)).not.toContain("reused");
  });

  it("tells who was revoked, and which model answered after which, in brief too", () => {
    const [opening] = SAMPLE_RUN as readonly [Extract<AmbitRecord, { type: "opened" }>];
    const { run, at } = opening;
    const edge = { type: "edge", run, at, from: "f0", actors: ["support"], scope: {}, removed: [] } as const;
    const call = SAMPLE_RUN.find((record) => record.type === "decision") as AmbitRecord;
    const records = [
      opening,
      { ...edge, edge: "open", frame: "f1" },
      { ...edge, edge: "model", from: "f1", frame: "f3", decision: "d1", detail: "big → small" },
      call,
      { type: "revoked", run, at, frame: "f1" },
      { type: "revoked", run, at },
    ] as const;
    for (const brief of [false, true]) {
      const text = print(records, { brief });
      expect(text).toMatch(/model\s+big → small/u);
      expect(text.match(/✗ REVOKED with all that came out of it/gu)).toHaveLength(2);
    }
  });

  it("tells in brief every edge, what it removed and what was denied, and nothing else", () => {
    const [full, brief] = [false, true].map((each) => print(SAMPLE_RUN, { brief: each }).split("\n"));
    const told = [
      "└─ open  support",
      "step       removed crm.refund, mail.send",
      "   │     branch     one of 2 parallel calls: approvals and credentials of its own",
      "   │     retry      attempt 2, after a failure",
      "AMBIT-D401 approval_required",
      "refused by the delegate link: argument to",
      "AMBIT-D202 constraint_violation",
      "AMBIT-D207 depth_exceeded",
    ];
    expect(told.filter((each) => !brief?.some((line) => line.includes(each)))).toEqual([]);
    expect(brief?.join("\n")).not.toMatch(/ (?:args|nearest|why|next|error|policy|may) {2}/u);
    expect(brief?.length).toBeLessThan((2 * (full?.length ?? 0)) / 3);
  });

  it("tells an intent once, with what its steps took away, however many turns hold on to it", () => {
    const [opening, open, intent, step, , call] = SAMPLE_RUN as unknown as readonly Record<string, unknown>[];
    const turn = (n: number, removed: readonly string[]): object[] => [
      { ...intent, step: `s${n}` },
      { ...step, frame: `t${n}`, decision: `c${n}`, removed },
      { ...call, frame: `t${n}`, decision: `c${n}`, step: `s${n}`, siblings: 1 },
    ];
    const lost = ["tool crm.refund"];
    const same = print([opening, open, ...turn(1, lost), ...turn(2, lost)] as unknown as AmbitRecord[]);
    expect(same.match(/intent/gu)).toHaveLength(1);
    expect(same.match(/removed {4}crm\.refund/gu)).toHaveLength(1);
    const other = print([opening, open, ...turn(1, lost), ...turn(2, ["tool mail.send"])] as never);
    expect(other.match(/removed {4}(?:crm\.refund|mail\.send)/gu)).toHaveLength(2);
  });

  it("differs with colours in colours only", () => {
    const painted = print(SAMPLE_RUN, { color: true });
    // oxlint-disable-next-line no-control-regex
    expect(painted.replace(/\u001b\[\d+m/gu, "")).toBe(print(SAMPLE_RUN));
  });

  it("spells out what would move the cursor or turn the reading order", () => {
    const hostile = "\u001b[2Jevil\r\n\u202egnp.exe\u200b\u2028";
    const [opening, ...rest] = SAMPLE_RUN;
    const text = print([
      { ...opening, subject: hostile } as AmbitRecord,
      ...rest.map((record) =>
        record.type === "decision" ? { ...record, tool: hostile, detail: hostile } : record,
      ),
    ]);
    expect(text).toContain("\\u{1b}[2Jevil\\u{d}\\u{a}\\u{202e}gnp.exe\\u{200b}\\u{2028}");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\u2028\u2029]/u);
  });

  it("spells out the id of a run whose frames no edge leads to", () => {
    const [opening, ...rest] = SAMPLE_RUN.map((record) => ({ ...record, run: "\u001b[2J" }));
    const decision = rest.find(({ type }) => type === "decision");
    const text = print([opening, { ...decision, frame: "lost" }] as AmbitRecord[]);
    expect(text).toContain("frame of run \\u{1b}[2 that no edge leads to");
    expect(text).not.toContain("\u001b");
  });

  it("prints a long chain of edges down to a depth, and counts what lies below", () => {
    const [opening] = SAMPLE_RUN;
    const edge = SAMPLE_RUN.find(({ type }) => type === "edge");
    const decision = SAMPLE_RUN.find(({ type }) => type === "decision");
    const links = Array.from({ length: 12_000 }, (_, n) => ({
      ...edge,
      edge: "delegate",
      from: `f${n}`,
      frame: `f${n + 1}`,
    }));
    const denied = { ...decision, frame: "f12000", effect: "deny", reason: "no_run" };
    const text = print([opening, ...links, denied] as AmbitRecord[]);
    expect(text.match(/delegate/gu)).toHaveLength(100);
    expect(text).toContain("1 call, 1 denied");
    expect(text).toMatch(/… deeper: 1 calls, 1\s+denied, not shown/u);
  });

  it("shows a run that is open, one without its opening, and calls outside any run", () => {
    const decision = SAMPLE_RUN.find(({ type }) => type === "decision") as AmbitRecord;
    expect(print(SAMPLE_RUN.slice(0, -1))).toContain("not closed: it goes on, or its process died");
    expect(print([{ ...decision, run: "lost" }])).toContain("run lost, its opening is not in the ledger");
    const outside = { ...decision, run: "outside", frame: "outside", effect: "deny", reason: "no_run" };
    const text = print([outside as AmbitRecord]);
    expect(text).toContain("calls outside any run");
    expect(text).toContain("AMBIT-D101 no_run");
  });

  it("tells what the two engines said of a call that they decide differently", () => {
    const [opening] = SAMPLE_RUN;
    const decision = SAMPLE_RUN.find(({ type }) => type === "decision");
    const difference = {
      principal: "desk",
      resource: "crm://acme/orders/1042",
      compiled: {
        effect: "allow",
        named: "rules.csv:8",
        matched: ["rules.csv:8"],
        obliging: ["rules.csv:8"],
      },
      casbin: { effect: "error", matched: [], obliging: [] },
    };
    const denied = { ...decision, effect: "deny", reason: "engine_difference", difference };
    const text = print([opening, denied] as AmbitRecord[], { width: 140 });
    expect(text).toContain("AMBIT-D307 engine_difference");
    expect(text).toContain("engines    differ for desk on crm://acme/orders/1042");
    expect(text).toContain("compiled allow by rules.csv:8, matched rules.csv:8, obliging rules.csv:8");
    expect(text).toContain("casbin   error, matched no rule");
  });

  it("tells of reloads beside the runs, and of none as a run", () => {
    const base = { run: "outside", at: Date.UTC(2026, 10, 24) } as const;
    const finding = 'AMBIT-P104 rules.csv:1:93 effect "alow" is not allow or deny';
    const text = print([
      ...SAMPLE_RUN,
      { ...base, type: "policy_reloaded", before: "aaa", policy: "bbb" },
      { ...base, type: "policy_reloaded", before: "bbb", policy: "bbb" },
      { ...base, type: "policy_reload_failed", policy: "bbb", reason: "effect_unknown", findings: [finding] },
    ]);
    const block = text.slice(text.indexOf("policy reloads"));
    expect(block.split("\n").map((line) => line.replace(/\s+2026-.*$/u, ""))).toEqual([
      "policy reloads",
      "├─ ✓ aaa → bbb",
      "├─ ✓ bbb, as before",
      "└─ ✗ FAILED bbb stays in force",
      expect.stringContaining("AMBIT-P104 effect_unknown"),
      expect.stringMatching(/^ +the rule$/u),
      expect.stringMatching(/^ +next +spell it allow or deny$/u),
      `      found      ${finding}`,
    ]);
    expect(text).not.toContain("calls outside any run");
  });

  it("gives nothing for nothing", () => {
    expect(print([])).toBe("");
  });
});
