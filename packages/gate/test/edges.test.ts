import { expect, it } from "vitest";
import { currentFrame, inFrame } from "@ambit/gate";
import { allowed, answering, asClerk, bench, call, decisions, request } from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };

it("retry: after three denials a tool is gone for the purpose", async () => {
  const on = bench({ policy: answering({ ...allowed, effect: "deny", reason: "policy_no_match" }) });
  await asClerk(on, async () => {
    for (let n = 0; n < 3; n++) await call(on, "pay", { ...pay, amount: n });
    expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "retry_after_denial" } });
    expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "policy_no_match" } });
  });
});

it("retry: a failed write that comes back with another id is asked, one that the user named is not", async () => {
  const on = bench();
  const body = () => {
    throw new Error("timeout");
  };
  await asClerk(
    on,
    async () => {
      await expect(call(on, "pay", { to: "FR7", amount: 5 }, { callId: "a", body })).rejects.toThrow(
        "timeout",
      );
      expect(await call(on, "pay", { to: "EVIL", amount: 5 }, { callId: "b" })).toMatchObject({
        denial: { reason: "retry_values" },
      });
      expect(await call(on, "pay", { to: "FR7", amount: 4 }, { callId: "c" })).toMatchObject({ kind: "ran" });
      await expect(call(on, "pay", { to: "FR7", amount: 5 }, { callId: "d", body })).rejects.toThrow(
        "timeout",
      );
      const named = { to: "DE0142", amount: 5 };
      expect(await call(on, "pay", named, { callId: "e" })).toMatchObject({ kind: "ran" });
    },
    { goal: "Pay DE0142 for the shoes" },
  );
  expect(decisions(on).map(({ attempt }) => attempt)).toEqual([1, 2, 3, 1, 2]);
  expect(decisions(on)[1]).toMatchObject({
    reason: "retry_values",
    detail: "to",
  });
  const retries = on.ledger.records.filter((record) => record.type === "edge" && record.edge === "retry");
  expect(retries).toHaveLength(3);
  expect(retries[0]).toMatchObject({
    removed: ["pay.to: values that neither the first attempt nor the user named"],
  });
});

it("branch: siblings get a frame each, and the policy sees them", async () => {
  const seen: unknown[] = [];
  const policy = {
    ...answering(),
    decide: (question: { env: unknown }) => (seen.push(question.env), allowed),
  };
  const on = bench({ policy });
  await asClerk(on, () =>
    Promise.all([call(on, "search", {}, { siblings: 2 }), call(on, "pay", pay, { siblings: 2 })]),
  );
  expect(seen).toMatchObject([
    { branch: true, siblings: 2 },
    { branch: true, siblings: 2 },
  ]);
  const edges = on.ledger.records.filter((record) => record.type === "edge" && record.edge === "branch");
  expect(new Set(edges.map((edge) => "frame" in edge && edge.frame)).size).toBe(2);
});

it("L2: delegate: depth and lifetime only shrink, the chain grows, and the depth ends", async () => {
  let last: unknown;
  const on = bench();
  await asClerk(on, async (lead) => {
    await call(
      on,
      "search",
      {},
      {
        body: async () => {
          const worker = await on.gate.enterAgent("worker", {
            delegation: { tools: ["search"], ttl: "1s" },
          });
          expect(worker.actors).toEqual(["clerk", "worker"]);
          expect(worker.depth).toBe(1);
          expect(worker.call).toBeUndefined();
          const [own, its] = [lead, worker].map((frame) => frame.grant.links.at(-1)?.scope);
          expect(its?.depth).toBe((own?.depth ?? 0) - 1);
          expect(its?.expiresAt).toBeLessThan(own?.expiresAt ?? 0);
          await inFrame(worker, async () => {
            expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "tool_not_granted" } });
            expect(await call(on, "search", {}, { body: () => deeper(3) })).toMatchObject({ kind: "ran" });
          });
        },
      },
    );
  });
  async function deeper(n: number): Promise<void> {
    if (n === 1) return void (last = await on.gate.enterAgent("x").catch((error: unknown) => error));
    const next = await on.gate.enterAgent(`w${n}`);
    await inFrame(next, () => call(on, "search", {}, { body: () => deeper(n - 1) }));
  }
  expect(last).toMatchObject({ reason: "depth_exceeded" });
  const edges = on.ledger.records.filter((record) => record.type === "edge" && record.edge === "delegate");
  expect(edges.at(-1)).toMatchObject({ refused: "depth_exceeded" });
  expect(on.ran).toBe(4);
});

it("the same agent keeps its frame, outside a tool", async () => {
  const on = bench();
  await asClerk(on, async (frame) => {
    expect(await on.gate.enterAgent("clerk")).toBe(frame);
    await call(
      on,
      "search",
      {},
      { body: async () => expect((await on.gate.enterAgent("clerk")).depth).toBe(1) },
    );
  });
  expect(on.ran).toBe(1);
});

it("open: subject and first agent need a rule for the purpose", async () => {
  const policy = { ...answering(), open: () => ({ ...allowed, effect: "deny" as const }) };
  const on = bench({ policy });
  await expect(asClerk(on, () => call(on, "pay", pay))).rejects.toMatchObject({ reason: "open_denied" });
  expect(on.ledger.records).toContainEqual(
    expect.objectContaining({ type: "edge", edge: "open", refused: "open_denied" }),
  );
  for (const open of [
    () => {
      throw new Error("down");
    },
    () => undefined as never,
  ]) {
    await expect(asClerk(bench({ policy: { ...answering(), open } }), async () => 1)).rejects.toMatchObject({
      code: expect.stringMatching(/AMBIT-D30/u),
    });
  }
});

it("L2: a run inside a run is met with the frame around it", async () => {
  const on = bench();
  const allow = [{ tool: "search" }];
  await asClerk(
    on,
    async (outer) => {
      await on.gate.run({ ...request, ttl: "1d", budget: { calls: 1000 } }, async () => {
        const inner = currentFrame();
        expect(inner?.run).toBe(outer.run);
        expect(inner?.grant.links.at(-1)).toMatchObject({
          edge: "delegate",
          scope: { expiresAt: outer.grant.links[0].scope.expiresAt },
        });
        expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
        expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "budget_spent" } });
      });
      await expect(on.gate.run({ ...request, subject: "user:eve" }, () => 1)).rejects.toMatchObject({
        reason: "run_nested_subject",
      });
      await expect(on.gate.run({ ...request, tenant: "b" }, () => 1)).rejects.toMatchObject({
        reason: "run_nested_subject",
      });
    },
    { allow, budget: { calls: 1 } },
  );
});

it("L3: an intent only narrows; one outside the run's purpose changes nothing and is on record", async () => {
  const on = bench();
  const turn = { place: "p", messageId: "m", source: "tool" } as const;
  await asClerk(on, async () => {
    await on.gate.declareStep({
      ...turn,
      callIds: ["a"],
      declared: { purpose: "shop/read", goal: "look", tools: ["search"] },
    });
    expect(await call(on, "pay", pay, { callId: "a", place: "p" })).toMatchObject({
      denial: { reason: "tool_not_granted" },
    });
    for (const purpose of ["bank", "shopping", "shop/../bank", 7 as unknown as string]) {
      await on.gate.declareStep({
        ...turn,
        messageId: `m${purpose}`,
        callIds: ["b"],
        declared: { purpose, goal: "more" },
      });
      expect(await call(on, "search", {}, { callId: "b", place: "p" })).toMatchObject({ kind: "ran" });
    }
    // the same again is the host's repetition; another intent under an old message id is one more
    const again = { purpose: "shop/read", goal: "again" };
    await on.gate.declareStep({ ...turn, callIds: ["a"], declared: again });
    await on.gate.declareStep({ ...turn, callIds: ["a"], declared: again });
  });
  const intents = on.ledger.records.filter((record) => record.type === "intent");
  expect(intents.map((intent) => ("refused" in intent ? intent.refused : undefined))).toEqual([
    undefined,
    "purpose_unknown",
    "purpose_outside",
    "purpose_unknown",
    "purpose_unknown",
    undefined,
  ]);
  expect(decisions(on)[1]).toMatchObject({ purpose: "shop", effect: "allow" });
});

it("taint: what was read raises the marks that the policy sees", async () => {
  const seen: unknown[] = [];
  const policy = {
    ...answering(),
    decide: (question: { env: unknown }) => (seen.push(question.env), allowed),
  };
  const on = bench({ policy });
  await asClerk(on, async () => {
    await call(on, "pay", pay);
    await call(on, "search", {});
    await call(on, "pay", pay);
  });
  expect(seen).toMatchObject([
    { tainted: false, seen: 0 },
    { tainted: false, seen: 1 },
    { tainted: true, seen: 1 },
  ]);
});

it("step: an agent that inherits what its caller's step narrowed declares nothing, and adds no edge", async () => {
  const on = bench();
  await asClerk(on, async () => {
    const declared = { purpose: "shop/read", goal: "look", tools: ["search"] };
    await on.gate.declareStep({ place: "p", messageId: "m", callIds: ["a"], source: "tool", declared });
    const body = async (): Promise<unknown> => {
      const helper = await on.gate.enterAgent("helper");
      return inFrame(helper, async () => {
        await on.gate.declareStep({ place: "q", messageId: "n", callIds: ["b", "c"], source: "inherited" });
        await call(on, "search", {}, { callId: "b", place: "q" });
        return call(on, "pay", pay, { callId: "c", place: "q" });
      });
    };
    expect(await call(on, "search", {}, { callId: "a", place: "p", body })).toMatchObject({
      value: { kind: "ran" },
    });
  });
  const steps = on.ledger.records.filter((record) => record.type === "edge" && record.edge === "step");
  expect(steps).toHaveLength(1);
  expect(decisions(on).map(({ purpose }) => purpose)).toEqual(Array(3).fill("shop/read"));
});
