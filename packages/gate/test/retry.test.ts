import { expect, it } from "vitest";
import { inFrame } from "@ambit/gate";
import { allowed, answering, asClerk, bench, call, pay as payEntry, type Bench } from "./fixture.ts";

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
