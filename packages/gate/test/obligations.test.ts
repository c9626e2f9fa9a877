import type { ApprovalQuestion, Obligation } from "@ambit/core";
import { expect, it, vi } from "vitest";
import type { GateOptions } from "@ambit/gate";
import { allowed, answering, asClerk, bench, call, decisions } from "./fixture.ts";

const ASK: Obligation = { kind: "approve", role: "boss" };

function obliged(obligations: readonly Obligation[], options: Partial<GateOptions> = {}) {
  const effect = obligations.some(({ kind }) => kind === "approve") ? "ask" : "allow";
  return bench({ policy: answering({ ...allowed, effect, obligations }), ...options });
}

const pay = { to: "DE01", amount: 5, pin: "1234" };

it("approve: a yes for the very call lets it run, and is on record", async () => {
  const questions: ApprovalQuestion[] = [];
  const on = obliged([ASK], {
    approve: async (question) => {
      questions.push(question);
      return {
        approved: true,
        digest: question.digest,
        by: "kim",
        ...(question.callId === undefined ? {} : { callId: question.callId }),
      };
    },
  });
  const outcome = await asClerk(on, () => call(on, "pay", pay, { callId: "c1" }));
  expect(outcome).toMatchObject({ kind: "ran" });
  expect(questions).toMatchObject([
    { role: "boss", tool: "pay", callId: "c1", subject: "user:ann", actors: ["clerk"] },
  ]);
  expect(JSON.stringify(questions)).not.toContain("1234");
  expect(on.ledger.records).toContainEqual(
    expect.objectContaining({ type: "approval", answer: "approved", by: "kim" }),
  );
});

const NO: readonly (readonly [string, unknown, string])[] = [
  ["says no", (q: ApprovalQuestion) => ({ approved: false, digest: q.digest }), "approval_rejected"],
  ["answers another digest", () => ({ approved: true, digest: "sha256:0" }), "approval_mismatch"],
  [
    "answers another call id",
    (q: ApprovalQuestion) => ({ approved: true, digest: q.digest, callId: "c2" }),
    "approval_mismatch",
  ],
  [
    "says a truthy word",
    (q: ApprovalQuestion) => ({ approved: "yes", digest: q.digest }),
    "approval_mismatch",
  ],
  ["says nothing", () => undefined, "approval_unavailable"],
  [
    "throws",
    () => {
      throw new Error("down");
    },
    "approval_unavailable",
  ],
];

it.each(NO)("approve: a person who %s stops the call", async (_what, answer, reason) => {
  const on = obliged([ASK], {
    approve: async (question) => (answer as (q: ApprovalQuestion) => never)(question),
  });
  const outcome = await asClerk(on, () => call(on, "pay", pay));
  expect(outcome).toMatchObject({ kind: "denied", denial: { reason } });
  expect(on.ran).toBe(0);
});

it("approve: a person who never answers stops the call when the question expires", async () => {
  vi.useFakeTimers();
  try {
    const on = obliged([{ kind: "approve", role: "boss", ttlSeconds: 60 }], {
      approve: () => new Promise(() => {}),
    });
    const outcome = asClerk(on, () => call(on, "pay", pay), { ttl: "1h" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toMatchObject({ denial: { reason: "approval_unavailable" } });
    expect(on.ran).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it("approve: nobody to ask is a denial", async () => {
  const on = obliged([ASK]);
  expect(await asClerk(on, () => call(on, "pay", pay))).toMatchObject({
    denial: { reason: "approval_unavailable" },
  });
  expect(on.ran).toBe(0);
});

it("L7: authority that died while a person thought is dead", async () => {
  let now = 0;
  const on = obliged([ASK], {
    clock: () => now,
    approve: async (question) => {
      now += 3_600_000;
      return { approved: true, digest: question.digest };
    },
  });
  expect(await asClerk(on, () => call(on, "pay", pay))).toMatchObject({
    denial: { reason: "grant_expired" },
  });
  expect(on.ran).toBe(0);
});

it("L7: a yes that comes after the last denial of the budget lets nothing run", async () => {
  const on = obliged([ASK], {
    approve: async (question) => {
      for (let n = 0; n < 2; n++) await call(on, "nothing", {});
      return { approved: true, digest: question.digest };
    },
  });
  const budget = { denials: 2 };
  expect(await asClerk(on, () => call(on, "pay", pay), { budget })).toMatchObject({
    denial: { reason: "denials_spent" },
  });
  expect(on.ran).toBe(0);
});

it("approve: the host's suspension passes untouched, is on record and costs nothing", async () => {
  class Suspension extends Error {}
  const suspension = new Suspension();
  const on = obliged([ASK], {
    isSuspension: (error) => error instanceof Suspension,
    approve: () => Promise.reject(suspension),
  });
  await asClerk(on, async (frame) => {
    await expect(call(on, "pay", pay)).rejects.toBe(suspension);
    expect(frame.counter.spent("calls")).toBe(0);
    expect(frame.counter.spent("denials")).toBe(0);
  });
  expect(decisions(on)).toMatchObject([{ effect: "ask", reason: "approval_required" }]);
  expect(on.ran).toBe(0);
});

it("an `ask` that names nobody to ask is no answer", async () => {
  const on = bench({ policy: answering({ ...allowed, effect: "ask" }) });
  expect(await asClerk(on, () => call(on, "pay", pay))).toMatchObject({
    denial: { reason: "stage_garbage" },
  });
  expect(on.ran).toBe(0);
});

it("alert and review: both ports are told before the tool runs, without any argument", async () => {
  const told: unknown[] = [];
  const on = obliged([{ kind: "alert", channel: "soc" }, { kind: "review:after" }], {
    alert: (channel, event) => void told.push([channel, event]),
    review: async (event) => void told.push(event),
  });
  await asClerk(on, () => call(on, "pay", pay, { body: () => told.push("ran") }));
  const event = { tool: "pay", actor: "clerk", subject: "user:ann" };
  expect(told).toMatchObject([event, ["soc", event], "ran"]);
  expect(JSON.stringify(told)).not.toContain("DE01");
  const recorded = on.ledger.records.filter(({ type }) => type === "obligation");
  expect(recorded).toMatchObject([{ obligation: "review:after" }, { obligation: "alert:soc" }]);
});

const BROKEN = {
  missing: undefined,
  throws: () => {
    throw new Error("down");
  },
  hangs: () => new Promise<never>(() => {}),
} as const;

it.each(Object.keys(BROKEN) as (keyof typeof BROKEN)[])(
  "alert and review: a port that is %s leaves the obligation unmet",
  async (fault) => {
    const port = BROKEN[fault];
    const broken = port === undefined ? {} : { alert: port, review: port };
    for (const obligation of [{ kind: "alert", channel: "soc" }, { kind: "review:after" }] as const) {
      const on = obliged([obligation], broken);
      expect(await asClerk(on, () => call(on, "pay", pay))).toMatchObject({
        denial: { reason: "obligation_unmet" },
      });
      expect(on.ran).toBe(0);
    }
  },
);

it("intent:fresh: only an intent that this very turn declared will do", async () => {
  const on = obliged([{ kind: "intent:fresh" }]);
  await asClerk(on, async () => {
    expect(await call(on, "pay", pay, { callId: "c0", place: "p" })).toMatchObject({
      denial: { reason: "intent_stale" },
    });
    await on.gate.declareStep({
      place: "p",
      messageId: "m1",
      callIds: ["c1"],
      source: "tool",
      declared: { purpose: "shop", goal: "pay" },
    });
    expect(await call(on, "pay", pay, { callId: "c1", place: "p" })).toMatchObject({ kind: "ran" });
    await on.gate.declareStep({ place: "p", messageId: "m2", callIds: ["c2"], source: "inherited" });
    expect(await call(on, "pay", pay, { callId: "c2", place: "p" })).toMatchObject({
      denial: { reason: "intent_stale" },
    });
  });
  expect(on.ran).toBe(1);
});

it("redact: the agent never sees the field; what cannot be redacted for certain is withheld", async () => {
  const on = obliged([{ kind: "redact", field: "items[*].card" }]);
  const result = { items: [{ card: "4111", n: 1 }, { n: 2 }] };
  await asClerk(on, async () => {
    const masked = { items: [{ card: "▒▒▒", n: 1 }, { n: 2 }] };
    expect(await call(on, "search", {}, { body: () => result })).toEqual({ kind: "ran", value: masked });
    expect(await call(on, "search", {}, { body: () => JSON.stringify(result) })).toEqual({
      kind: "ran",
      value: JSON.stringify(masked),
    });
    expect(await call(on, "search", {}, { body: () => "card 4111" })).toMatchObject({
      value: expect.stringContaining("withheld"),
    });
    expect(await call(on, "search", {}, { body: () => new Map([["card", "4111"]]) })).toMatchObject({
      value: expect.stringContaining("withheld"),
    });
  });
});

it("redact: a field is found wherever it stands, and no other way leads round", async () => {
  const on = obliged([{ kind: "redact", field: "card" }]);
  const card = "4111";
  const message = {
    content: JSON.stringify({ card }),
    tool_call_id: "c",
    artifact: card,
    additional_kwargs: { card },
  };
  const results = [
    [{ card }],
    JSON.stringify([{ card }]),
    { data: { card } },
    { a: [{ b: { card: [card] } }] },
    message,
  ];
  await asClerk(on, async () => {
    for (const result of results) {
      const outcome = await call(on, "search", {}, { body: () => result });
      expect(outcome.kind).toBe("ran");
      expect(JSON.stringify(outcome)).not.toContain(card);
    }
    await expect(call(on, "search", {}, { body: () => Promise.reject(new Error(card)) })).rejects.toThrow(
      "withheld",
    );
    const terms: unknown[] = [];
    await on.gate.guard({ tool: "search", args: {} }, (_own, given) => terms.push(given));
    expect(terms).toEqual([{ redacted: true }]);
  });
});

it("log:full: goal and arguments whole, secrets still hashed", async () => {
  const on = obliged([{ kind: "log:full" }]);
  await asClerk(on, () => call(on, "pay", { ...pay, note: "to ann@example.org" }));
  expect(decisions(on)[0]?.args).toMatchObject({
    note: "to ann@example.org",
    pin: expect.stringContaining("sha256:"),
  });
  const masked = obliged([]);
  await asClerk(masked, () => call(masked, "pay", { ...pay, note: "to ann@example.org" }));
  expect(JSON.stringify(decisions(masked))).not.toContain("ann@example.org");
});
