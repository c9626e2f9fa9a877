import { oneOf } from "@ambit/core";
import { expect, it } from "vitest";
import { allowed, answering, asClerk, bench, call, decisions, request, pay as payEntry } from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };

it("L1: outside a run nothing runs, and the refusal is on record", async () => {
  const on = bench();
  const outcome = await call(on, "pay", pay);
  expect(outcome).toMatchObject({ kind: "denied", denial: { reason: "no_run" } });
  expect(on.ran).toBe(0);
  expect(on.ledger.records).toMatchObject([
    { type: "decision", run: "outside", stage: "derive", reason: "no_run" },
  ]);
});

it("L4: an unknown tool is refused", async () => {
  const on = bench();
  expect(await asClerk(on, () => call(on, "__proto__", pay))).toMatchObject({
    denial: { reason: "tool_unknown" },
  });
  expect(on.ran).toBe(0);
});

it("L2: a frame belongs to one instance", async () => {
  const on = bench();
  const other = bench();
  expect(await asClerk(on, () => call(other, "pay", pay))).toMatchObject({
    denial: { reason: "frame_foreign" },
  });
  await asClerk(on, async () => {
    await expect(other.gate.open(request)).rejects.toMatchObject({ reason: "frame_foreign" });
    await expect(other.gate.enterAgent("x")).rejects.toMatchObject({ reason: "frame_foreign" });
  });
  expect(other.ran).toBe(0);
});

it("the task's ceiling binds arguments, whatever the policy allows", async () => {
  const on = bench();
  const allow = [{ tool: "pay", args: { to: oneOf(["DE01"]) } }];
  await asClerk(
    on,
    async () => {
      expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
      expect(await call(on, "pay", { ...pay, to: "EVIL" })).toMatchObject({
        denial: { reason: "constraint_violation" },
      });
      expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "tool_not_granted" } });
    },
    { allow },
  );
  expect(decisions(on)[1]).toMatchObject({ refusedBy: { edge: "open" } });
  expect(JSON.stringify(decisions(on)[1]?.refusedBy)).not.toContain("EVIL");
});

it("L6: no record, no call", async () => {
  const on = bench();
  await asClerk(on, async () => {
    on.ledger.fail = true;
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "ledger_unavailable" } });
    on.ledger.fail = false;
    expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
  });
  expect(on.ran).toBe(1);
  await expect(
    (async () => {
      on.ledger.fail = true;
      await on.gate.open(request);
    })(),
  ).rejects.toMatchObject({ reason: "ledger_unavailable" });
});

it("L10: the model's text holds neither allowed values nor rules", async () => {
  const on = bench();
  const outcome = await asClerk(on, () => call(on, "pay", { to: "EVIL" }), {
    allow: [{ tool: "pay", args: { to: oneOf(["DE01"]) } }],
  });
  expect(outcome).toMatchObject({
    denial: { modelText: "AMBIT-D202: An argument is outside your current task." },
  });
});

it("resolvers: a trusted function says what is touched; without an answer nothing runs", async () => {
  const entry = { ...payEntry, resolve: "orders" };
  const withResolver = (orders: unknown) =>
    bench({ policy: answering(allowed, [entry]), resolvers: { orders: orders as never } });
  const on = withResolver(async () => ({ resource: "crm://orders/7", sensitivity: "restricted" }));
  await asClerk(on, () => call(on, "pay", pay));
  expect(decisions(on)).toMatchObject([
    { effect: "allow", resources: ["crm://orders/7"], sensitivity: "restricted" },
  ]);
  const broken = [
    async () => {
      throw new Error("db");
    },
    () => new Promise(() => {}),
    async () => 7,
    async () => ({ sensitivity: "top" }),
  ];
  for (const resolver of broken) {
    const off = withResolver(resolver);
    expect(await asClerk(off, () => call(off, "pay", pay))).toMatchObject({
      denial: { reason: "resolver_unavailable" },
    });
    expect(off.ran).toBe(0);
  }
  const none = bench({ policy: answering(allowed, [entry]) });
  expect(await asClerk(none, () => call(none, "pay", pay))).toMatchObject({
    denial: { reason: "resolver_unavailable" },
  });
});

it("resources come from the manifest's template; what has no canonical form is refused", async () => {
  const entry = { ...payEntry, resources: ["crm://orders/{args.to}"] };
  const on = bench({ policy: answering(allowed, [entry]) });
  await asClerk(on, async () => {
    await call(on, "pay", pay);
    for (const args of [{ to: ".." }, { to: "a\0b" }, {}]) {
      expect(await call(on, "pay", args)).toMatchObject({ denial: { reason: "resource_invalid" } });
    }
  });
  expect(decisions(on)[0]).toMatchObject({ resources: ["crm://orders/DE01"] });
});
