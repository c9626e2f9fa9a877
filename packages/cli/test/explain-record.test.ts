import { hash } from "node:crypto";
import { type AmbitRecord, canonicalJson, type DecisionRecord } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { explain, linesOf, policyFolder, type Told } from "./explain-cli.ts";
import { ledgerWith } from "./ledger-folder.ts";

const AT = Date.UTC(2026, 10, 24, 9, 13, 51);
const RUN = { run: "run-1", at: AT };
const ARGS = { id: "7", amount: 250 };
const DECISION: DecisionRecord = {
  ...RUN,
  type: "decision",
  decision: "dec-7f3a",
  frame: "f2",
  subject: "user:alice",
  actors: ["bot"],
  tool: "crm.refund",
  action: "refund",
  resources: ["crm://orders/7"],
  sensitivity: "confidential",
  purpose: "support",
  depth: 0,
  attempt: 1,
  siblings: 1,
  effect: "allow",
  stage: "execute",
  policy: "000000000000",
  args: ARGS,
  digest: `sha256:${hash("sha256", canonicalJson(ARGS), "hex")}`,
};
const SCOPE = {
  tools: "any",
  sensitivity: "restricted",
  budget: {},
  expiresAt: AT + 1000,
  depth: 3,
  purpose: "support",
};
const OPENED: AmbitRecord = {
  ...RUN,
  type: "opened",
  subject: "user:alice",
  roles: ["clerk"],
  purpose: "support",
  goal: { digest: "sha256:0", shown: "refund" },
  scope: SCOPE,
  policy: "000000000000",
  frame: "f1",
};
const EDGE: AmbitRecord = {
  ...RUN,
  type: "edge",
  edge: "step",
  frame: "f2",
  from: "f1",
  actors: ["bot"],
  scope: {
    ...SCOPE,
    tools: { "crm.refund": [{ args: { amount: { constraint_type: "range", max: 200 } } }] },
  },
  removed: [],
};

describe("ambit explain <decision> --ledger", () => {
  const recorded = async (decision: DecisionRecord, ...flags: readonly string[]): Promise<Told> => {
    const ledger = ledgerWith([OPENED, EDGE, decision]);
    return explain(["dec-7", "--ledger", ledger, "--policy", policyFolder(), ...flags]);
  };

  it("decides a recorded call again: what was said then, what is said now, and by which link", async () => {
    const told = await recorded(DECISION);
    expect(told.code).toBe(0);
    const lines = linesOf(told);
    expect(lines[0]).toMatch(/^DENY bot ▸ crm\.refund crm:\/\/orders\/7/u);
    expect(told.out).toContain("then       allow  at execute");
    expect(told.out).toContain("2026-11-24 09:13:51Z  run run-1  under policy 000000000000");
    expect(lines).toContain("the answer above is another one: see what changed");
    expect(lines.some((line) => line.startsWith("✗ step f2 AMBIT-D202 constraint_violation: amount"))).toBe(
      true,
    );
    expect(told.out).not.toContain("redacted");
  });

  it("says whose answer was used again", async () => {
    const told = await recorded({ ...DECISION, reused: "dec-1111-2222" });
    expect(told.out).toContain("the answer for dec-1111, which differs in nothing that any rule reads");
  });

  it("says which arguments the record does not hold", async () => {
    const args = { ...ARGS, card: `sha256:${"a".repeat(64)}` };
    const told = await recorded({ ...DECISION, args });
    expect(linesOf(told)).toContain(
      "unknown args.card: redacted in the record, so the answer above may differ",
    );
    const dropped = await recorded({ ...DECISION, digest: "sha256:other" });
    expect(dropped.out).toContain("some arguments: redacted in the record");
  });

  it("prints JSON, and takes a record of which little is known", async () => {
    const { resources: _r, args: _a, digest: _d, purpose: _p, ...bare } = DECISION;
    const { out } = await recorded(
      { ...bare, decision: "dec-7", effect: "deny", reason: "tool_unknown", stage: "derive" },
      "--json",
    );
    const read = JSON.parse(out) as { readonly recorded: object; readonly explained: object };
    expect(read.recorded).toMatchObject({
      record: { decision: "dec-7" },
      call: { purpose: "support" },
      redacted: ["…"],
    });
    expect(read.explained).toMatchObject({ effect: "deny" });
  });

  it("refuses an id that no decision or several begin with", async () => {
    const ledger = ledgerWith([OPENED, DECISION, { ...DECISION, decision: "dec-7b" }]);
    const none = await explain(["nope", "--ledger", ledger, "--policy", policyFolder()]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no decision begins with "nope"')]);
    const several = await explain(["dec", "--ledger", ledger, "--policy", policyFolder()]);
    expect([several.code, several.err]).toEqual([2, expect.stringContaining('2 decisions begin with "dec"')]);
  });
});
