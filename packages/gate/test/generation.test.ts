import type { Obligation, PolicyPort } from "@ambit/core";
import { currentFrame, type Frame, type GoalRequest, inFrame } from "@ambit/gate";
import { describe, expect, it } from "vitest";
import { allowed, answering, asClerk, bench, type Bench, call, decisions, request } from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };
const GOAL: GoalRequest = { purpose: "shop/refund", goal: "Refund FR77" };

/** Changes the goal in the current frame; gives the frame of the new generation, or why there is none. */
async function change(on: Bench, over: object = {}): Promise<unknown> {
  return on.gate
    .changeGoal({ ...GOAL, ...over }, () => currentFrame())
    .catch((error: { readonly reason: string }) => error.reason);
}

const edges = (on: Bench) =>
  on.ledger.records.filter((record) => record.type === "edge").filter(({ edge }) => edge === "goal");

describe("a change of the goal", () => {
  it("L7: ends the old generation at each next check, and the new one lives", async () => {
    const on = bench();
    await on.gate.run(request, async () => {
      const old = await on.gate.enterAgent("clerk");
      await on.gate.changeGoal(GOAL, async () => {
        const frame = currentFrame() as Frame;
        expect([frame.generation, frame.run.generation, old.generation]).toEqual([2, 2, 1]);
        expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
        await inFrame(old, async () => {
          expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "generation_stale" } });
          expect(on.gate.takeModelCall()).toBe("generation_stale");
          for (const entering of [on.gate.enterAgent("clerk"), on.gate.enterAgent("worker")])
            await expect(entering).rejects.toMatchObject({ reason: "generation_stale" });
          await expect(on.gate.open(request)).rejects.toMatchObject({ reason: "generation_stale" });
          expect(await change(on)).toBe("generation_stale");
        });
        expect(on.gate.takeModelCall()).toBeUndefined();
      });
      // the callback itself stands in the old generation
      expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "generation_stale" } });
    });
    expect(on.ran).toBe(1);
    expect(on.ledger.records.findLast(({ type }) => type === "closed")).toMatchObject({ denials: 0 });
  });

  it("L7: makes an approval useless for which a call of the old generation waits", async () => {
    const ASK: Obligation = { kind: "approve", role: "boss" };
    let answer: (approved: boolean) => void = () => {};
    const on = bench({
      policy: answering({ ...allowed, effect: "ask", obligations: [ASK] }),
      approve: async ({ digest }) => ({
        approved: await new Promise((resolve) => (answer = resolve)),
        digest,
      }),
    });
    await asClerk(on, async () => {
      const waiting = call(on, "pay", pay);
      await new Promise((resolve) => setImmediate(resolve));
      await change(on);
      answer(true);
      expect(await waiting).toMatchObject({ denial: { reason: "generation_stale" } });
    });
    expect(on.ran).toBe(0);
  });

  it("L7: denies a call of the old generation that a slow policy has just allowed", async () => {
    let answer: () => void = () => {};
    const decide = (): unknown => new Promise((resolve) => (answer = () => resolve(allowed)));
    const on = bench({ policy: answering(decide), stageTimeoutMs: 5000 });
    await asClerk(on, async () => {
      const deciding = call(on, "pay", pay);
      await change(on);
      answer();
      expect(await deciding).toMatchObject({ denial: { reason: "generation_stale" } });
    });
    expect(on.ran).toBe(0);
  });

  it("L7: ties no call of the new generation to a step of the old one, and the other way round", async () => {
    const on = bench();
    const turn = { place: "g", callIds: ["c1"], source: "tool", messageId: "m1" } as const;
    const declared = { purpose: "shop/order", goal: "order", tools: ["search"] };
    await asClerk(on, async (old) => {
      await on.gate.declareStep({ ...turn, declared });
      await on.gate.changeGoal(GOAL, async () => {
        expect(await call(on, "pay", pay, { callId: "c1", place: "g" })).toMatchObject({ kind: "ran" });
        await inFrame(old, () => on.gate.declareStep({ ...turn, messageId: "m2", declared }));
        expect(await call(on, "pay", pay, { callId: "c1", place: "g" })).toMatchObject({ kind: "ran" });
      });
    });
    expect(decisions(on).map(({ purpose, step }) => [purpose, step])).toEqual([
      ["shop/refund", undefined],
      ["shop/refund", undefined],
    ]);
  });

  it("L2: keeps what was spent, and never lasts longer than the run", async () => {
    let now = 1000;
    const on = bench({ clock: () => now });
    await asClerk(
      on,
      async () => {
        await call(on, "search", {});
        await on.gate.changeGoal({ ...GOAL, ttl: "1h", budget: { calls: 50 } }, async () => {
          expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
          expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "budget_spent" } });
          now += 60_000;
          expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "grant_expired" } });
          expect(await change(on)).toBe("grant_expired");
        });
      },
      { ttl: "1m", budget: { calls: 2 } },
    );
  });

  it.each([1, 5])("L2: leaves as many delegations as the run was opened for: %i", async (depth) => {
    const on = bench();
    const enter = async (left: number): Promise<number> => {
      const frame = await on.gate.enterAgent(`agent-${left}`);
      return left === 0 ? frame.depth : inFrame(frame, () => enter(left - 1));
    };
    await on.gate.run({ ...request, depth }, () =>
      on.gate.changeGoal(GOAL, async () => {
        expect(await enter(depth)).toBe(depth);
        await expect(enter(depth + 1)).rejects.toMatchObject({ reason: "depth_exceeded" });
      }),
    );
  });

  it("L2: leaves an agent what the edge carries by which it came", async () => {
    const carry: PolicyPort["carry"] = ({ edge, tool }) =>
      edge === "open" && tool === "pay" ? { ...allowed, effect: "deny", reason: "edge_denied" } : allowed;
    const on = bench({ policy: { ...answering(), carry } });
    await asClerk(on, () =>
      on.gate.changeGoal(GOAL, async () => {
        expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
        expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(on.gate.mayReach("pay")).toBe(false);
      }),
    );
  });

  it("has the scope that it asks for, down to budget and lifetime", async () => {
    let now = 1000;
    const on = bench({ clock: () => now });
    const narrow = { ...GOAL, allow: [{ tool: "search" }], budget: { calls: 1 }, ttl: "1s" };
    await asClerk(on, () =>
      on.gate.changeGoal(narrow, async () => {
        expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
        expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "budget_spent" } });
        now += 1000;
        expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "grant_expired" } });
      }),
    );
  });

  it("takes the user's words from the new request alone", async () => {
    const seen: unknown[] = [];
    const from = (value: string) => ({ path: "to", value });
    const policy = answering();
    const decide: typeof policy.decide = ({ provenance }) => {
      seen.push([provenance?.from?.(from("DE0123")), provenance?.from?.(from("FR7777"))]);
      return allowed;
    };
    const on = bench({ policy: { ...policy, decide } });
    const run = () => on.gate.changeGoal({ ...GOAL, goal: "Refund FR7777" }, () => call(on, "search", {}));
    await asClerk(on, async () => [await call(on, "search", {}), await run()], { goal: "Pay DE0123" });
    expect(seen).toEqual([
      ["user", "model"],
      ["model", "user"],
    ]);
  });

  it("is recorded with what it removed, and with the new intent", async () => {
    const on = bench();
    await asClerk(on, () => change(on));
    const [edge] = edges(on);
    expect(edge).toMatchObject({
      actors: ["clerk"],
      removed: ["purpose shop → shop/refund", "all authority of generation 1"],
    });
    expect(on.ledger.records).toContainEqual(
      expect.objectContaining({ type: "intent", source: "run", purpose: "shop/refund", frame: edge?.frame }),
    );
  });
});

it("L6: a change that cannot be recorded leaves no authority at all", async () => {
  const on = bench();
  await asClerk(on, async () => {
    on.ledger.fail = true;
    expect(await change(on)).toBe("ledger_unavailable");
    on.ledger.fail = false;
    expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "generation_stale" } });
  });
});
