import { expect, it } from "vitest";
import { inFrame } from "@ambit/gate";
import {
  allowed,
  answering,
  asClerk,
  bench,
  call,
  decisions,
  pay as payEntry,
  type Bench,
} from "./fixture.ts";
import { ListThreads, onThread } from "./list-threads.ts";

const fails = { body: () => Promise.reject(new Error("timeout")) };
const strange = { kind: "denied", denial: { reason: "retry_values" } };

async function failsTo(on: Bench, args: unknown): Promise<void> {
  await expect(call(on, "pay", args, fails)).rejects.toThrow("timeout");
}

it("L2: handing a failed write on to another agent is no fresh start", async () => {
  const on = bench();
  await asClerk(on, async () => {
    await failsTo(on, { to: "FR7", amount: 5 });
    const delegate = async (): Promise<unknown> => {
      const helper = await on.gate.enterAgent("helper");
      return inFrame(helper, () => call(on, "pay", { to: "EVIL", amount: 5 }));
    };
    expect(await call(on, "search", {}, { body: delegate })).toMatchObject({ kind: "ran", value: strange });
  });
});

it("L2: nor is taking over what a helper failed at", async () => {
  const on = bench();
  await asClerk(on, async () => {
    const delegate = async (): Promise<unknown> => {
      const helper = await on.gate.enterAgent("helper");
      return inFrame(helper, () => failsTo(on, { to: "FR7", amount: 5 }));
    };
    await call(on, "search", {}, { body: delegate });
    expect(await call(on, "pay", { to: "EVIL", amount: 5 })).toMatchObject(strange);
  });
});

it("L2: a member without a role is id-like, beside one that has a role", async () => {
  const entry = { ...payEntry, args: { "order.amount": "quantity", "order.note": "prose" } } as const;
  const on = bench({ policy: answering(allowed, [entry]) });
  await asClerk(on, async () => {
    await failsTo(on, { order: { amount: 1, note: "a", to: ["FR7"] } });
    expect(await call(on, "pay", { order: { amount: 2, note: "b", to: ["FR7"] } })).toMatchObject({
      kind: "ran",
    });
    await failsTo(on, { order: { amount: 1, note: "a", to: ["FR7"] } });
    expect(await call(on, "pay", { order: { amount: 1, note: "a", to: ["EVIL"] } })).toMatchObject(strange);
  });
});

it("L2: a call that succeeded beside the failed one ends nothing", async () => {
  const on = bench();
  await asClerk(on, async () => {
    let finish = (): void => {};
    const beside = call(
      on,
      "pay",
      { to: "FR7" },
      { body: () => new Promise<void>((done) => (finish = done)) },
    );
    await failsTo(on, { to: "FR8" });
    finish();
    await beside;
    expect(await call(on, "pay", { to: "EVIL" })).toMatchObject(strange);
  });
});

it("L2: the name of an attribute is not its value", async () => {
  const on = bench();
  const subject = { id: "user:ann", attributes: { iban: "FR9", more: { cards: ["4111"] } } };
  await asClerk(
    on,
    async () => {
      await failsTo(on, { to: "FR7" });
      expect(await call(on, "pay", { to: "iban" })).toMatchObject(strange);
      expect(await call(on, "pay", { to: "fr9" })).toMatchObject({ kind: "ran" });
      await failsTo(on, { to: "FR7" });
      expect(await call(on, "pay", { to: "4111" })).toMatchObject({ kind: "ran" });
    },
    { subject },
  );
});

it("a host's task that runs again is a further attempt", async () => {
  const on = bench();
  await asClerk(on, async () => {
    const again = (): Promise<unknown> =>
      on.gate.guard({ tool: "search", args: {}, callId: "c", task: "t" }, () => 1);
    await again();
    await again();
  });
  const attempts = on.ledger.records.flatMap((record) =>
    record.type === "decision" ? [record.attempt] : [],
  );
  expect(attempts).toEqual([1, 2]);
});

it("L2: a look-alike letter is another id, whatever it becomes in lower case", async () => {
  const on = bench();
  await asClerk(
    on,
    async () => {
      await failsTo(on, { to: "bank7", amount: 5 });
      expect(await call(on, "pay", { to: "ban\u212A7", amount: 5 })).toMatchObject(strange);
      expect(await call(on, "pay", { to: "\u212Aate42", amount: 5 })).toMatchObject(strange);
      expect(await call(on, "pay", { to: "KATE42", amount: 5 })).toMatchObject({ kind: "ran" });
    },
    { goal: "Pay kate42 and \u212Ats" },
  );
});

it("calls that fail side by side are one attempt, whatever their number", async () => {
  const on = bench();
  await asClerk(on, async () => {
    await Promise.allSettled([1, 2, 3].map((amount) => call(on, "pay", { to: "FR7", amount }, fails)));
    await failsTo(on, { to: "FR7", amount: 4 });
    await call(on, "pay", { to: "FR7", amount: 5 });
  });
  expect(decisions(on).map(({ attempt }) => attempt)).toEqual([1, 1, 1, 2, 3]);
});

it("L2: a list of one is its value, and a longer one is not", async () => {
  const on = bench();
  await asClerk(on, async () => {
    await failsTo(on, { to: "FR7" });
    expect(await call(on, "pay", { to: ["FR7"] })).toMatchObject({ kind: "ran" });
    await failsTo(on, { to: ["FR7"] });
    expect(await call(on, "pay", { to: ["FR7", "FR8"] })).toMatchObject(strange);
  });
});

it("calls of one task with other arguments are other calls, where they have no id", async () => {
  const on = bench();
  const searches = [{ q: 1 }, { q: 2 }, { q: 1 }];
  await asClerk(on, async () => {
    for (const args of searches) await on.gate.guard({ tool: "search", args, task: "t" }, () => 1);
  });
  expect(decisions(on).map(({ attempt }) => attempt)).toEqual([1, 1, 2]);
});

it("L2: the same call again costs an idempotent tool one unit, by whatever route, and any other one each", async () => {
  const put = { ...payEntry, tool: "put", idempotent: true };
  const search = { ...payEntry, tool: "search", effect: "read", idempotent: true } as const;
  const on = bench({ policy: answering(allowed, [payEntry, put, search]) });
  const spent = (tool: string): Promise<number> =>
    asClerk(on, async (frame) => {
      const task = { tool, args: { to: "FR7" }, callId: "a", task: "t" };
      await on.gate.guard(task, () => 1);
      await on.gate.guard(task, () => 1);
      await expect(call(on, tool, { to: "FR8" }, { ...fails, callId: "b" })).rejects.toThrow("timeout");
      await call(on, tool, { to: "FR8" }, { callId: "c" });
      return frame.counter.spent("calls");
    });
  expect([await spent("search"), await spent("put"), await spent("pay")]).toEqual([2, 2, 4]);
});

it("a call that waits for a person has not begun: when it comes again it is the same attempt", async () => {
  const suspension = new Error("suspended");
  const asks = { ...allowed, effect: "ask", obligations: [{ kind: "approve", role: "boss" }] } as const;
  const on = bench({
    policy: answering(asks),
    isSuspension: (error) => error === suspension,
    threads: new ListThreads(),
  });
  await onThread(on, async (frame) => {
    const host = { tool: "search", args: {}, callId: "c", task: "t" };
    const suspend = () => Promise.reject(suspension);
    await expect(on.gate.guard({ ...host, approve: suspend }, () => 1)).rejects.toBe(suspension);
    const approve = async ({ digest }: { readonly digest: string }) => ({
      approved: true,
      digest,
      callId: "c",
    });
    expect(await on.gate.guard({ ...host, approve }, () => 1)).toMatchObject({ kind: "ran" });
    expect(frame.counter.spent("calls")).toBe(1);
  });
  expect(decisions(on).map(({ effect, attempt }) => [effect, attempt])).toEqual([
    ["ask", 1],
    ["allow", 1],
  ]);
});
