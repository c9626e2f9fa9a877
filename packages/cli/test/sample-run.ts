import type { AmbitRecord, DecisionRecord, EdgeRecord } from "@ambit/core";

const AT = Date.UTC(2026, 10, 24, 9, 13, 51);
const RUN_ID = "3f2a91c0-7d55-4f6e-9a53-2f0c7c1a0e11";

const text = (shown: string): { digest: string; shown: string } => ({
  digest: `sha256:${"a".repeat(64)}`,
  shown,
});

let clock = AT;
const base = (): { run: string; at: number } => ({ run: RUN_ID, at: (clock += 137) });

function call(decision: string, frame: string, more: Partial<DecisionRecord>): DecisionRecord {
  return {
    ...base(),
    type: "decision",
    decision,
    frame,
    subject: "user:alice",
    actors: ["support"],
    tool: "crm.read",
    attempt: 1,
    siblings: 1,
    effect: "allow",
    stage: "execute",
    policy: "7f3a91c2d4e0",
    ...more,
  };
}

function edge(from: string, frame: string, more: Partial<EdgeRecord>): EdgeRecord {
  return {
    ...base(),
    type: "edge",
    edge: "delegate",
    frame,
    from,
    actors: ["support"],
    scope: {},
    removed: [],
    ...more,
  };
}

function outcome(decision: string, took: number, untrusted = false): AmbitRecord {
  return { ...base(), type: "outcome", decision, status: "ok", took, untrusted, seen: "internal" };
}

const readRule = {
  id: "p:2",
  at: "rules.csv:8",
  text: "p, support, crm.*, crm://**, read, allow",
  effect: "allow",
} as const;
const mailRule = {
  id: "p:5",
  at: "rules.csv:11",
  text: "p, mailer, mail.send, mailto:*@acme.example, send, allow",
  effect: "allow",
} as const;

/** A run with every kind of record: a team, parallel calls, a retry, denials, an approval, a refused edge. */
export const SAMPLE_RUN: readonly AmbitRecord[] = [
  {
    ...base(),
    type: "opened",
    subject: "user:alice",
    roles: ["clerk"],
    tenant: "acme",
    purpose: "support/refund",
    goal: text("Refund order 1042, it arrived broken, and tell the customer."),
    scope: {
      tools: {
        "crm.read": [{ args: {} }],
        "crm.refund": [{ args: { orderId: { constraint_type: "one_of", values: ["1042"] } } }],
        "mail.send": [{ args: {} }],
      },
      depth: 3,
    },
    policy: "7f3a91c2d4e0",
    frame: "f0",
  },
  edge("f0", "f1", { edge: "open" }),
  {
    ...base(),
    type: "intent",
    frame: "f1",
    actor: "support",
    step: "s1",
    source: "tool",
    purpose: "support/refund/lookup",
    goal: text("Look the order and the customer up"),
    tools: ["crm.read"],
  },
  edge("f1", "f2", { edge: "step", decision: "d1", removed: ["tool crm.refund", "tool mail.send"] }),
  edge("f2", "f3", { edge: "branch", decision: "d1" }),
  call("d1", "f3", { siblings: 2, resources: ["crm://acme/orders/1042"], matched: [readRule] }),
  edge("f1", "f4", { edge: "branch", decision: "d2" }),
  call("d2", "f4", { siblings: 2, resources: ["crm://acme/customers/42"], matched: [readRule] }),
  outcome("d1", 12.34, true),
  {
    ...base(),
    type: "outcome",
    decision: "d2",
    status: "error",
    took: 3,
    untrusted: false,
    seen: "internal",
    error: text("connection reset"),
  },
  edge("f1", "f5", { edge: "retry", decision: "d3" }),
  call("d3", "f5", { attempt: 2, resources: ["crm://acme/customers/42"], matched: [readRule] }),
  outcome("d3", 9),
  call("d4", "f1", {
    tool: "crm.refund",
    effect: "ask",
    reason: "approval_required",
    stage: "oblige",
    resources: ["crm://acme/orders/1042"],
    args: { orderId: "1042", amount: 57.2 },
    obligations: ["approve:lead;ttl:900"],
  }),
  call("d5", "f1", {
    tool: "crm.refund",
    resources: ["crm://acme/orders/1042"],
    obligations: ["approve:lead;ttl:900"],
  }),
  {
    ...base(),
    type: "approval",
    decision: "d5",
    role: "lead",
    answer: "approved",
    by: "user:bob",
    digest: "sha256:aa",
  },
  outcome("d5", 40.21),
  call("d6", "f1", { tool: "ask_mailer", resources: ["tool:ask_mailer"], matched: [readRule] }),
  edge("f1", "f6", {
    actors: ["support", "mailer"],
    decision: "d6",
    removed: [
      "tool crm.read",
      "tool crm.refund",
      "mail.send.to one_of",
      "depth 3 → 2",
      "lifetime -240000 ms",
    ],
  }),
  call("d7", "f6", {
    actors: ["support", "mailer"],
    tool: "mail.send",
    effect: "deny",
    reason: "constraint_violation",
    stage: "authorize",
    resources: ["mailto:mallory@evil.example"],
    args: { to: "mallory@evil.example", body: "▒▒▒" },
    refusedBy: { edge: "delegate", what: "argument to" },
  }),
  call("d8", "f6", {
    actors: ["support", "mailer"],
    tool: "mail.send",
    effect: "deny",
    reason: "policy_no_match",
    stage: "decide",
    resources: ["mailto:alice@other.example"],
    args: { to: "alice@other.example" },
    nearest: {
      principal: "mailer",
      rule: mailRule,
      clauses: [
        { text: "g(r.sub, p.sub)", holds: true },
        { text: "keyMatch(r.tool, p.tool)", holds: true },
        { text: "glob(r.res, p.res)", holds: false },
      ],
    },
  }),
  edge("f6", "f7", { actors: ["support", "mailer", "helper"], refused: "depth_exceeded" }),
  outcome("d6", 801),
  {
    ...base(),
    type: "intent",
    frame: "f1",
    actor: "support",
    step: "s2",
    source: "tool",
    purpose: "sales/quote",
    goal: text("Sell them something"),
    refused: "purpose_outside",
  },
  { ...base(), type: "closed", calls: 6, denials: 2 },
];
