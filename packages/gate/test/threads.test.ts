import { describe, expect, it } from "vitest";
import { asClerk, bench, call } from "./fixture.ts";
import { ListThreads, onThread, RESUME } from "./list-threads.ts";

const PAY = { to: "DE01", amount: 1 };

describe("a run on a thread", () => {
  it("costs a run without one nothing, and itself one load and few saves", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    await asClerk(on, () => call(on, "pay", PAY, { callId: "c1" }));
    expect(threads.asked).toEqual([]);
    await onThread(on, async () => {
      for (const id of ["a", "b", "c"]) await call(on, "search", {}, { callId: id });
      await call(on, "pay", PAY, { callId: "d" });
    });
    // it begins; the first search taints it; the write is taken, and off the budget; what it read taints it
    expect(threads.asked).toEqual(["load", "save", "save", "spend", "save", "save"]);
    expect(threads.state.left).toMatchObject({ calls: 96, writes: 19 });
  });

  it("L7: spends what its task has left, and not more, whoever else resumes it at once", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    await onThread(on, async () => call(on, "search", {}), { budget: { calls: 30 } });
    const crowd = Array.from({ length: 8 }, () =>
      onThread(on, async () => call(on, "search", {}), { start: RESUME }),
    );
    await Promise.all(crowd);
    expect(threads.state).toMatchObject({ task: 1, left: { calls: 21 } });
    await onThread(on, async () => call(on, "search", {}), { budget: { calls: 30 } });
    expect(threads.state).toMatchObject({ task: 2, left: { calls: 29 } });
  });

  it("L4: does not start without a store", async () => {
    const on = bench();
    await expect(onThread(on, async () => 1)).rejects.toMatchObject({ reason: "thread_unavailable" });
    expect(on.ledger.records.at(-2)).toMatchObject({ edge: "resume", refused: "thread_unavailable" });
  });

  it("L4: does not start while the host cannot say whether it knows the thread", async () => {
    const on = bench({ threads: new ListThreads() });
    const exists = () => Promise.reject(new Error("no connection"));
    const started = onThread(on, async () => 1, { start: { ...RESUME, exists } });
    await expect(started).rejects.toMatchObject({ reason: "thread_unavailable" });
  });

  it("L4: withholds what was read, and ends, when the store does not learn of it", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    const outcome = await onThread(on, async () => {
      threads.before = () => Promise.reject(new Error("no connection"));
      const first = await call(on, "search", {});
      threads.before = () => undefined;
      return [first, await call(on, "search", {})];
    });
    expect(outcome).toMatchObject([
      { kind: "denied", denial: { reason: "thread_unavailable" } },
      { kind: "denied", denial: { reason: "run_closed" } },
    ]);
  });

  it("L4: does no write when the store is late, and leaves it to be done later", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    let answer = (): void => {};
    const late = new Promise<void>((resolve) => (answer = resolve));
    const outcome = await onThread(on, async () => {
      threads.before = (question) => (question === "spend" ? late : undefined);
      return call(on, "pay", PAY, { callId: "c1" });
    });
    expect(outcome).toMatchObject({ denial: { reason: "thread_unavailable" } });
    expect(on.ran).toBe(0);
    threads.before = () => undefined;
    answer();
    await expect.poll(() => threads.asked.at(-1)).toBe("release");
    expect(threads.spent.size).toBe(0);
  });

  it("remembers turns and questions, up to a number", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    await onThread(on, async () => {
      for (let index = 0; index < 60; index++) {
        await on.gate.declareStep({
          place: "p",
          messageId: `m${index}`,
          callIds: ["c"],
          source: "inherited",
        });
      }
    });
    expect(threads.state.steps.map(({ id }) => id)).toEqual(
      Array.from({ length: 50 }, (_step, index) => `p#m${index + 10}`),
    );
  });

  it("L3: stores a declared intent at once: a process may end before its graph does", async () => {
    const threads = new ListThreads();
    const on = bench({ threads });
    await onThread(on, async () => {
      const declared = { purpose: "shop/shoes", goal: "g".repeat(900), tools: ["search"] };
      await on.gate.declareStep({ place: "p", messageId: "m", callIds: ["c"], source: "tool", declared });
      expect(threads.state.steps).toMatchObject([{ callIds: ["c"], intent: { purpose: "shop/shoes" } }]);
      expect(threads.state.steps[0]?.intent?.goal).toHaveLength(500);
    });
  });
});

describe("options and requests", () => {
  it.each([1, {}, { load: () => 1 }])("refuse %j for a store", (threads) => {
    expect(() => bench({ threads: threads as never })).toThrow(
      expect.objectContaining({ reason: "config_invalid" }),
    );
  });

  it("refuse anything but a boolean for adopt", async () => {
    const on = bench();
    const opened = on.gate.open({ subject: "s", purpose: "shop", goal: "g", adopt: "yes" as never });
    await expect(opened).rejects.toMatchObject({ reason: "request_invalid", facts: { field: "adopt" } });
  });
});
