import { expect, it } from "vitest";
import { createGate, inFrame } from "@ambit/gate";
import { allowed, answering, asClerk, bench, call, request } from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };

it("L7: lifetime, run end and clock: dead authority runs nothing", async () => {
  let now = 1000;
  const on = bench({ clock: () => now });
  let late: (() => ReturnType<typeof call>) | undefined;
  await asClerk(on, async (frame) => {
    late = () => inFrame(frame, () => call(on, "pay", pay));
    now += 299_999;
    expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
    now += 1;
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "grant_expired" } });
    now = Number.NaN;
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "stage_failed" } });
    now = 1000;
  });
  expect(await late?.()).toMatchObject({ denial: { reason: "run_closed" } });
  expect(on.ran).toBe(1);
  expect(on.ledger.records.findLast(({ type }) => type === "closed")).toMatchObject({ calls: 1, denials: 2 });
});

it("a run stays open while somebody holds it", async () => {
  const on = bench();
  let release = () => {};
  const frame = await asClerk(on, async (inside) => {
    release = inside.run.hold();
    return inside;
  });
  expect(await inFrame(frame, () => call(on, "pay", pay))).toMatchObject({ kind: "ran" });
  release();
  release();
  expect(await inFrame(frame, () => call(on, "pay", pay))).toMatchObject({
    denial: { reason: "run_closed" },
  });
});

it("budgets: no interleaving of parallel calls overspends", async () => {
  const on = bench();
  await asClerk(
    on,
    async () => {
      const body = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, () => call(on, "pay", pay, { body, siblings: 30 })),
      );
      expect(outcomes.filter(({ kind }) => kind === "ran")).toHaveLength(7);
      const denied = outcomes.flatMap((outcome) =>
        outcome.kind === "denied" ? [outcome.denial.reason] : [],
      );
      expect(new Set(denied)).toEqual(new Set(["budget_spent"]));
    },
    { budget: { calls: 10, writes: 7, denials: 100 } },
  );
  expect(on.ran).toBe(7);
});

it("a denied call gives its budget back", async () => {
  let allow = false;
  const policy = answering(() => (allow ? allowed : { ...allowed, effect: "deny", reason: "policy_denied" }));
  const on = bench({ policy });
  await asClerk(
    on,
    async () => {
      await call(on, "pay", pay);
      allow = true;
      expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
    },
    { budget: { calls: 1 } },
  );
});

it("the denial budget ends the run's calls", async () => {
  const on = bench({ policy: answering({ ...allowed, effect: "deny", reason: "policy_no_match" }) });
  await asClerk(
    on,
    async () => {
      for (const tool of ["pay", "search"])
        expect(await call(on, tool, {})).toMatchObject({ denial: { reason: "policy_no_match" } });
      expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "denials_spent" } });
    },
    { budget: { denials: 2 } },
  );
});

it.each([
  ["subject", { subject: "" }],
  ["subject.roles", { subject: { id: "a", roles: [1] } }],
  ["subject.attributes", { subject: { id: "a", attributes: { f: () => 1 } } }],
  ["goal", { goal: undefined }],
  ["ttl", { ttl: "forever" }],
  ["budget.writes", { budget: { writes: -1 } }],
  ["budget.coins", { budget: { coins: 1 } }],
  ["allow[0].tool", { allow: [{}] }],
  ["allow[0].args.to", { allow: [{ tool: "pay", args: { to: { kind: "regex", value: ".*" } } }] }],
  ["allow[0].resources", { allow: [{ tool: "pay", resources: "**" }] }],
  ["parent", { parent: "token" }],
])("a request with a bad %s is refused by name", async (field, over) => {
  const on = bench();
  await expect(on.gate.open({ ...request, ...over } as never)).rejects.toMatchObject({
    reason: "request_invalid",
    facts: { field },
  });
  await expect(on.gate.open({ ...request, purpose: "unheard/of" })).rejects.toMatchObject({
    reason: "purpose_unknown",
  });
});

it.each(["policy", "ledger", "clock", "record", "stageTimeoutMs", "colour"])(
  "a gate with a bad %s is refused",
  (option) => {
    const { ledger } = bench();
    expect(() => createGate({ policy: answering(), ledger, [option]: null } as never)).toThrow(
      expect.objectContaining({ reason: "config_invalid", facts: { option } }),
    );
  },
);

it("budgets: model calls and tokens end the run's model, not its tools", async () => {
  const on = bench();
  const budget = { modelCalls: 2, tokens: 100 };
  const runOut = async (turns: readonly number[]): Promise<readonly unknown[]> =>
    asClerk(
      on,
      async () => {
        const before = turns.map((tokens) => {
          const may = on.gate.takeModelCall();
          on.gate.countModel(tokens);
          return may;
        });
        expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
        return [...before, on.gate.takeModelCall()];
      },
      { budget },
    );
  expect(await runOut([10, 10])).toEqual([undefined, undefined, "budget_spent"]);
  expect(await runOut([100])).toEqual([undefined, "budget_spent"]);
  expect(on.gate.takeModelCall()).toBeUndefined();
});

it("L7: a run that is closed over a running call refuses new ones, and is recorded as ended after it", async () => {
  const on = bench();
  let finish = (): void => {};
  await asClerk(on, async (frame) => {
    let running: unknown;
    await new Promise<void>((started) => {
      const body = (): Promise<void> => new Promise((resolve) => ((finish = resolve), started()));
      running = call(on, "pay", pay, { body });
    });
    frame.run.close();
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "run_closed" } });
    expect(on.ledger.records.some(({ type }) => type === "closed")).toBe(false);
    finish();
    expect(await running).toMatchObject({ kind: "ran" });
  });
  expect(on.ledger.records.slice(-2).map(({ type }) => type)).toEqual(["outcome", "closed"]);
});
