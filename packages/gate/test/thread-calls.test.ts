import { createGate } from "@ambit/gate";
import { describe, expect, it } from "vitest";
import { allowed, answering, bench, type Bench, call, decisions, listLedger } from "./fixture.ts";
import { ListThreads, onThread, RESUME } from "./list-threads.ts";

const PAY = { to: "DE01", amount: 1 };

describe("a write on a thread", () => {
  it("L7: that comes again in its run gives what it gave, and costs nothing", async () => {
    const on = bench({ threads: new ListThreads() });
    const outcomes = await onThread(
      on,
      async () => {
        const body = () => `receipt ${on.ran}`;
        const first = await call(on, "pay", PAY, { callId: "c1", body });
        return [first, await call(on, "pay", PAY, { callId: "c1", body })];
      },
      { budget: { writes: 2 } },
    );
    expect(outcomes).toMatchObject([{ value: "receipt 1" }, { value: "receipt 1" }]);
    expect(on.ran).toBe(1);
    const seen = on.ledger.records.filter((record) => record.type === "outcome");
    expect(seen.map(({ repeated }) => repeated)).toEqual([undefined, true]);
  });

  it("L7: that comes again while it is under way is not begun again", async () => {
    const on = bench({ threads: new ListThreads() });
    const both = await onThread(on, () =>
      Promise.all([1, 2].map(() => call(on, "pay", PAY, { callId: "c1" }))),
    );
    expect(on.ran).toBe(1);
    expect(both.map((outcome) => (outcome.kind === "denied" ? outcome.denial.reason : outcome.kind))).toEqual(
      ["ran", "call_done"],
    );
  });

  it("L7: that failed may be tried again, also in another run; one that is done may not", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    const fail = () => {
      throw new Error("no connection");
    };
    await onThread(on, () => call(on, "pay", PAY, { callId: "c1", body: fail }).catch(() => 0));
    await onThread(on, () => call(on, "pay", PAY, { callId: "c1", body: () => ({ status: "error" }) }), {
      start: RESUME,
    });
    const third = await onThread(on, () => call(on, "pay", PAY, { callId: "c1" }), { start: RESUME });
    const fourth = await onThread(on, () => call(on, "pay", PAY, { callId: "c1" }), { start: RESUME });
    expect([third.kind, fourth]).toMatchObject(["ran", { denial: { reason: "call_done" } }]);
    expect(decisions(on).at(-1)).toMatchObject({ stage: "oblige", reason: "call_done" });
  });

  it("L7: that was taken and could not be recorded is given back", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    await onThread(on, async () => {
      on.ledger.fail = true;
      const outcome = await call(on, "pay", PAY, { callId: "c1" });
      on.ledger.fail = false;
      expect(outcome).toMatchObject({ denial: { reason: "ledger_unavailable" } });
    });
    expect([on.ran, threads.spent.size]).toEqual([0, 0]);
  });

  it("L7: without an id is told apart by the host's task: again in it only by the run that began it", async () => {
    const on = bench({ threads: new ListThreads() });
    const write = () =>
      on.gate.guard({ tool: "pay", args: PAY, task: "k1" }, () => {
        on.ran += 1;
      });
    await onThread(on, async () => [await write(), await write()]);
    expect(on.ran).toBe(2);
    const later = await onThread(on, write, { start: RESUME });
    expect(later).toMatchObject({ denial: { reason: "call_done" } });
  });
});

describe("a question on a thread", () => {
  const asking = answering({ ...allowed, effect: "ask", obligations: [{ kind: "approve", role: "boss" }] });
  class Suspension extends Error {}

  function desk() {
    const threads = new ListThreads();
    const clock = { now: 1000 };
    const ledger = listLedger();
    const gate = createGate({
      policy: asking,
      ledger,
      threads,
      clock: () => clock.now,
      isSuspension: (error) => error instanceof Suspension,
    });
    const on: Bench = { gate, ledger, ran: 0, given: [] };
    /** Calls under an id; the answer is there, or the host suspends. */
    const ask = (answered: boolean, body: () => unknown = () => "done") =>
      gate.guard(
        {
          tool: "search",
          args: {},
          callId: "c1",
          approve: async ({ digest, callId = "" }) => {
            if (answered) return { approved: true, digest, callId };
            throw new Suspension();
          },
        },
        () => {
          on.ran += 1;
          return body();
        },
      );
    return { threads, clock, on, ask };
  }

  it("L7: keeps its answer for a call whose body was suspended, and for no other", async () => {
    const { on, ask } = desk();
    const suspend = () => {
      throw new Suspension();
    };
    await onThread(on, () => ask(false).catch(() => 0));
    await onThread(on, () => ask(true, suspend).catch(() => 0), { start: RESUME });
    const back = await onThread(on, () => ask(true), { start: RESUME });
    const again = await onThread(on, () => ask(true), { start: RESUME });
    expect([back, again]).toMatchObject([{ kind: "ran" }, { denial: { reason: "approval_spent" } }]);
    expect(on.ran).toBe(2);
  });

  it("L7: takes no answer that was there before it was asked", async () => {
    const { on, ask } = desk();
    const outcome = await onThread(on, () => ask(true));
    expect(outcome).toMatchObject({ denial: { reason: "approval_mismatch" } });
    expect(on.ledger.records.filter(({ type }) => type === "approval")).toMatchObject([
      { answer: "mismatch" },
    ]);
  });

  it("L4: is not asked when it cannot be stored", async () => {
    const { on, ask, threads } = desk();
    const outcome = await onThread(on, async () => {
      threads.before = () => Promise.reject(new Error("no connection"));
      const refused = await ask(false);
      threads.before = () => undefined;
      return refused;
    });
    expect(outcome).toMatchObject({ denial: { reason: "thread_unavailable" } });
  });

  it("L7: is over at its time, to the millisecond", async () => {
    const { on, ask, clock, threads } = desk();
    await onThread(on, () => ask(false).catch(() => 0));
    const { expiresAt } = Object.values(threads.state.questions)[0]!;
    expect(expiresAt).toBe(1000 + 24 * 60 * 60_000);
    clock.now = expiresAt;
    expect(await onThread(on, () => ask(true), { start: RESUME })).toMatchObject({
      denial: { reason: "approval_expired" },
    });
    clock.now = expiresAt - 1;
    expect(await onThread(on, () => ask(true), { start: RESUME })).toMatchObject({ kind: "ran" });
  });
});
