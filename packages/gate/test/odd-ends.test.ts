import { expect, it, vi } from "vitest";
import { allowed, answering, asClerk, bench, call, decisions, pay as payEntry } from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };

const getter = Object.defineProperty(new Error("x"), "message", {
  get: () => {
    throw new Error("no");
  },
});

it.each([
  ["an object as its message", Object.assign(new Error("x"), { message: { a: 1 } })],
  ["no message", Object.assign(new Error("x"), { message: undefined })],
  ["a message that throws", getter],
  ["no prototype", Object.create(null) as unknown],
  ["nothing", undefined],
  ["a text", "down"],
])("a tool that throws something with %s fails as itself, and the run goes on", async (_what, thrown) => {
  const on = bench();
  await asClerk(on, async (frame) => {
    const fails = { body: () => Promise.reject(thrown as Error) };
    await expect(call(on, "search", {}, fails)).rejects.toBe(thrown);
    expect(frame.run.closed).toBe(false);
    expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
  });
});

it("a result whose status throws is a result", async () => {
  const on = bench();
  const result = Object.defineProperty({}, "status", {
    get: () => {
      throw new Error("no");
    },
  });
  expect(await asClerk(on, () => call(on, "search", {}, { body: () => result }))).toEqual({
    kind: "ran",
    value: result,
  });
});

it("L4: a clock that throws denies, and the refusal is on record", async () => {
  let broken = false;
  const clock = (): number => {
    if (broken) throw new Error("no time");
    return 1000;
  };
  const on = bench({ clock });
  await asClerk(on, async () => {
    broken = true;
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "stage_failed" } });
    broken = false;
  });
  expect(decisions(on)).toMatchObject([{ effect: "deny", stage: "authorize" }]);
  expect(on.ran).toBe(0);
});

it("L6: a port that throws the host's suspension suspends nothing: it is a malfunction, and costs nothing", async () => {
  class Suspension extends Error {}
  const policy = answering(() => {
    throw new Suspension();
  });
  const on = bench({ policy, isSuspension: (error) => error instanceof Suspension });
  await asClerk(on, async (frame) => {
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "stage_failed" } });
    expect(frame.counter.spent("calls")).toBe(0);
  });
  expect(decisions(on)).toMatchObject([{ effect: "deny", stage: "decide" }]);
});

it("a tool that suspends after its work has cost its budget", async () => {
  class Suspension extends Error {}
  const on = bench({ isSuspension: (error) => error instanceof Suspension });
  const suspends = { body: () => Promise.reject(new Suspension()) };
  await asClerk(
    on,
    async () => {
      await expect(call(on, "pay", pay, suspends)).rejects.toBeInstanceOf(Suspension);
      expect(await call(on, "pay", pay, suspends)).toMatchObject({ denial: { reason: "budget_spent" } });
    },
    { budget: { writes: 1 } },
  );
  expect(on.ran).toBe(1);
});

it("a question that lives for a month waits for its answer", async () => {
  vi.useFakeTimers();
  try {
    const policy = answering({
      ...allowed,
      effect: "ask",
      obligations: [{ kind: "approve", role: "boss", ttlSeconds: 2_592_000 }],
    });
    let answer = (_yes: { approved: boolean; digest: string }): void => {};
    let asked = "";
    const on = bench({
      policy,
      approve: ({ digest }) => new Promise((resolve) => ((asked = digest), (answer = resolve))),
    });
    const outcome = asClerk(on, () => call(on, "pay", pay));
    await vi.advanceTimersByTimeAsync(60_000);
    answer({ approved: true, digest: asked });
    expect(await outcome).toMatchObject({ kind: "ran" });
  } finally {
    vi.useRealTimers();
  }
});

it("L5: what is declared opaque may differ from parse to parse", async () => {
  class Ticket {
    readonly seat: string;
    readonly nonce: number = Math.random();
    constructor(seat: string) {
      this.seat = seat;
    }
  }
  const entry = { ...payEntry, opaque: ["ticket.nonce"] };
  const on = bench({ policy: answering(allowed, [entry]) });
  const parse = (raw: unknown): unknown => ({ ticket: new Ticket((raw as { seat: string }).seat) });
  const host = { tool: "pay", args: { ticket: new Ticket("12A") }, raw: { seat: "12A" }, parse };
  expect(await asClerk(on, () => on.gate.guard(host, (own) => own))).toMatchObject({
    kind: "ran",
    value: { ticket: { seat: "12A" } },
  });
  const swapped = { ...host, parse: () => ({ ticket: new Ticket("1A") }) };
  expect(await asClerk(on, () => on.gate.guard(swapped, () => (on.ran += 1)))).toMatchObject({
    denial: { reason: "args_unstable" },
  });
  expect(on.ran).toBe(0);
});

it("L3: a call that lost its id on the way keeps the narrowing of its step", async () => {
  const on = bench();
  const declared = { purpose: "shop/read", goal: "look", tools: ["search"] };
  await asClerk(on, async () => {
    await on.gate.declareStep({ place: "p", messageId: "m", callIds: ["a"], source: "tool", declared });
    for (const origin of [
      { place: "p", callId: "changed" },
      { place: "p" },
      { place: "elsewhere", callId: "a" },
    ]) {
      const host = { tool: "pay", args: pay, fromModel: true, ...origin };
      expect(await on.gate.guard(host, () => (on.ran += 1))).toMatchObject({
        denial: { reason: "tool_not_granted" },
      });
    }
  });
  expect(on.ran).toBe(0);
});

it("the open edge of a run inside a run is asked for the inner purpose", async () => {
  const asked: string[] = [];
  const policy = {
    ...answering(),
    open: ({ purpose }: { purpose: string }) => (asked.push(purpose), allowed),
  };
  const on = bench({ policy });
  const request = { subject: "user:ann", goal: "g" };
  await on.gate.run({ ...request, purpose: "shop" }, () =>
    on.gate.run({ ...request, purpose: "shop/refund" }, () => on.gate.enterAgent("clerk")),
  );
  expect(asked).toEqual(["shop/refund"]);
});

it("L6: secrets and redactions hold in whatever shape the arguments come", async () => {
  const entry = {
    ...payEntry,
    args: { "auth.token": "secret", "keys[*]": "secret", "order.id": "object" },
    redact: { "cards[*].no": "drop", iban: "mask" },
  } as const;
  const secret = "s3cr3t";
  const shapes = [
    { auth: { token: secret } },
    { auth: secret },
    { auth: [{ token: secret }] },
    { keys: [secret] },
    { keys: secret },
    { cards: [{ no: secret }] },
    { cards: { no: secret } },
    { cards: secret },
    { iban: [secret] },
    { order: { id: 7, note: `sk-${secret.repeat(5)}` } },
  ];
  for (const record of ["masked", "full"] as const) {
    const on = bench({ policy: answering(allowed, [entry]), record });
    for (const shape of shapes.slice(0, record === "full" ? -1 : undefined))
      await asClerk(on, () => call(on, "pay", shape));
    expect(JSON.stringify(on.ledger.records)).not.toContain(secret);
    expect(decisions(on)).toHaveLength(record === "full" ? shapes.length - 1 : shapes.length);
  }
});

it("L6: what a model declares is masked like any free text", async () => {
  const on = bench();
  const secret = "sk-aaaaaaaaaaaaaaaaaaaaaaaa";
  const declared = { purpose: `shop ${secret}`, goal: secret, tools: [secret], resources: [secret] };
  await asClerk(on, () =>
    on.gate.declareStep({ place: "p", messageId: "m", callIds: ["a"], source: "tool", declared }),
  );
  expect(on.ledger.records.filter(({ type }) => type === "intent")).toHaveLength(1);
  expect(JSON.stringify(on.ledger.records)).not.toContain(secret);
});
