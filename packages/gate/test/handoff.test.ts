import { allowed, answering, asClerk, bench, type Bench, call, decisions, request } from "./fixture.ts";
import { currentFrame, type Frame, inFrame } from "@ambit/gate";
import { expect, it } from "vitest";
import { Counter } from "../src/run/counter.ts";
import { Handoffs } from "../src/run/handoffs.ts";

/** Hands over to `target` from a tool's body in the frame of an agent, and gives what came of it. */
async function handOver(on: Bench, target: string, from: Frame): Promise<unknown> {
  return inFrame(from, () =>
    call(on, "search", {}, { body: () => on.gate.handOff({ targets: [target] }) }).then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
}

/** The edges of a bench, without those of single calls. */
function edges(on: Bench): string[] {
  return on.ledger.records.flatMap((record) =>
    record.type === "edge" && !["step", "branch", "retry"].includes(record.edge)
      ? [
          `${record.edge} ${record.actors.join(">")}${record.refused === undefined ? "" : ` ${record.refused}`}`,
        ]
      : [],
  );
}

it("L2: handoff: the target has the links, the actors and the depth of its giver, which is suspended", async () => {
  const on = bench();
  await asClerk(on, async (lead) => {
    const giver = await on.gate.enterAgent("giver", { delegation: { tools: ["search"] } });
    await handOver(on, "heir", giver);
    const heir = await on.gate.enterAgent("heir");
    expect(heir.actors).toEqual(["clerk", "giver", "heir"]);
    expect(heir.depth).toBe(2);
    expect(heir.isInTool).toBe(false);
    expect(giver.grant.links.every((link) => heir.grant.links.includes(link))).toBe(true);
    expect(await inFrame(heir, () => call(on, "pay", {}))).toMatchObject({
      denial: { reason: "tool_not_granted" },
    });
    expect(await inFrame(heir, () => call(on, "search", {}))).toMatchObject({ kind: "ran" });
    expect(await inFrame(giver, () => call(on, "search", {}))).toMatchObject({
      denial: { reason: "handoff_suspended" },
    });
    await expect(inFrame(giver, () => on.gate.enterAgent("other"))).rejects.toMatchObject({
      reason: "handoff_suspended",
    });
    await expect(inFrame(giver, () => on.gate.open(request))).rejects.toMatchObject({
      reason: "handoff_suspended",
    });
    expect(await inFrame(lead, () => call(on, "search", {}))).toMatchObject({ kind: "ran" });
    const again = await on.gate.enterAgent("giver");
    expect(await inFrame(again, () => call(on, "search", {}))).toMatchObject({ kind: "ran" });
  });
  expect(edges(on)).toEqual([
    "open clerk",
    "delegate clerk>giver",
    "handoff clerk>giver>heir",
    "delegate clerk>giver>other handoff_suspended",
    "delegate clerk>giver handoff_suspended",
    "delegate clerk>giver",
  ]);
});

it("L7: handoff: a call that waits for a person when its agent hands over is denied", async () => {
  let meanwhile: () => void = () => {};
  const asking = { ...allowed, effect: "ask", obligations: [{ kind: "approve", role: "boss" }] } as const;
  const on = bench({
    policy: answering(() => asking),
    approve: ({ callId = "", digest }) => {
      meanwhile();
      return Promise.resolve({ approved: true, callId, digest });
    },
  });
  await asClerk(on, async () => {
    const giver = await on.gate.enterAgent("giver");
    meanwhile = () => inFrame(giver, () => on.gate.noteHandoff({ targets: ["heir"] }));
    const denied = await inFrame(giver, () => call(on, "search", {}, { callId: "c1" }));
    expect(denied).toMatchObject({ denial: { reason: "handoff_suspended" } });
  });
  expect(decisions(on)).toHaveLength(1);
  expect(on.ledger.records.find(({ type }) => type === "approval")).toMatchObject({ answer: "approved" });
  expect(on.ran).toBe(0);
});

it("L2: handoff: several to one target that has not been entered bind it together; a later one replaces them", async () => {
  const on = bench();
  await asClerk(on, async () => {
    const one = await on.gate.enterAgent("one", { delegation: { tools: ["search", "pay"] } });
    const two = await on.gate.enterAgent("two", { delegation: { tools: ["search"] } });
    await handOver(on, "heir", one);
    await handOver(on, "heir", two);
    const both = await on.gate.enterAgent("heir");
    expect(both.actors).toEqual(["clerk", "one", "two", "heir"]);
    expect(await inFrame(both, () => call(on, "pay", {}))).toMatchObject({
      denial: { reason: "tool_not_granted" },
    });
    expect((await on.gate.enterAgent("heir")).actors).toEqual(["clerk", "one", "two", "heir"]);
    await handOver(on, "heir", await on.gate.enterAgent("one"));
    const later = await on.gate.enterAgent("heir");
    expect(later.actors).toEqual(["clerk", "one", "heir"]);
    expect(await inFrame(later, () => call(on, "pay", { to: "DE01" }))).toMatchObject({ kind: "ran" });
  });
});

it("L2: handoff: is refused at the tool when no further delegation is possible", async () => {
  const on = bench();
  await asClerk(
    on,
    async (lead) => {
      expect(await handOver(on, "heir", lead)).toMatchObject({ reason: "depth_exceeded" });
      expect(await inFrame(lead, () => call(on, "search", {}))).toMatchObject({ kind: "ran" });
    },
    { depth: 0 },
  );
  expect(edges(on)).toEqual(["open clerk", "handoff clerk>heir depth_exceeded"]);
});

it("L7: handoff: whose authority is over hands nothing over, and suspends nobody", async () => {
  const on = bench();
  const goal = { purpose: "shop/refund", goal: "Refund FR77" };
  await asClerk(on, async (lead) => {
    const late = await inFrame(lead, () => on.gate.enterAgent("late"));
    const revoked = await inFrame(lead, () => on.gate.enterAgent("revoked"));
    const handingOver = (from: Frame) =>
      inFrame(from, () => on.gate.handOff({ targets: ["heir"] })).catch((error: unknown) => error);
    await on.gate.revoke({ run: lead.run.id, frame: revoked.id });
    expect(await handingOver(revoked)).toMatchObject({ reason: "grant_revoked" });
    await on.gate.changeGoal(goal, async () => {
      expect(await handingOver(late)).toMatchObject({ reason: "generation_stale" });
      // the frame of the new goal is of the same entry as the old one
      expect(await handingOver(lead)).toMatchObject({ reason: "generation_stale" });
      expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
      expect((await on.gate.enterAgent("heir")).actors).toEqual(["clerk", "heir"]);
    });
    lead.run.close();
    expect(await handingOver(lead)).toMatchObject({ reason: "run_closed" });
  });
  expect(edges(on)).toContain("handoff clerk>late>heir generation_stale");
});

it("L2: handoff: what a suspended agent calls says nothing of the tools for those who go on", async () => {
  const on = bench();
  await on.gate.run(request, async () => {
    const lead = await on.gate.enterAgent("clerk");
    expect(await handOver(on, "heir", lead)).toBeUndefined();
    for (let times = 0; times < 3; times++) {
      const denied = await inFrame(lead, () => call(on, "pay", { to: "DE01" }));
      expect(denied).toMatchObject({ denial: { reason: "handoff_suspended" } });
    }
    const heir = await on.gate.enterAgent("heir");
    expect(await inFrame(heir, () => call(on, "pay", { to: "DE01" }))).toMatchObject({ kind: "ran" });
  });
});

it("L2: handoff: a run that starts with the heir of an agent is open only if it is open to that agent", async () => {
  const on = bench({
    policy: {
      ...answering(),
      open: ({ actor }) => ({ ...allowed, effect: actor.id === "giver" ? "deny" : "allow" }),
    },
  });
  const kept = await keptOf("heir");
  await on.gate.run(request, async () => {
    const frame = currentFrame() as Frame;
    frame.run.handoffs.load([kept], "new");
    await expect(on.gate.enterAgent("heir")).rejects.toMatchObject({ reason: "open_denied" });
  });
});

/** What a thread keeps of a handoff by `giver`, who may only search, in a run of its own. */
async function keptOf(target: string) {
  const on = bench();
  let kept: ReturnType<Handoffs["save"]> = [];
  await on.gate.run({ ...request, purpose: "shop/shoes", depth: 2 }, async () => {
    const giver = await on.gate.enterAgent("giver", { delegation: { tools: ["search"], ttl: "1s" } });
    await handOver(on, target, giver);
    kept = JSON.parse(JSON.stringify(giver.run.handoffs.save()));
  });
  const [first] = kept;
  if (first === undefined || kept.length !== 1) throw new Error(`${kept.length} handoffs`);
  return first;
}

it.each(["new", "resumed"] as const)(
  "L2: handoff: a later run of the thread is bound by what it kept: %s task",
  async (task) => {
    const on = bench();
    const kept = await keptOf("heir");
    expect(kept).toMatchObject({ under: [], target: "heir", actors: ["giver"], depth: 0 });
    await on.gate.run(request, async () => {
      const { run } = currentFrame() as Frame;
      run.handoffs.load([kept], task);
      const heir = await on.gate.enterAgent("heir");
      expect(heir.actors).toEqual(["giver", "heir"]);
      const scope = heir.grant.links.at(-1)?.scope;
      expect(scope).toMatchObject(
        task === "new" ? { purpose: "shop", depth: 2 } : { purpose: "shop/shoes", depth: 1 },
      );
      expect(heir.intent.purpose).toBe(scope?.purpose);
      await inFrame(heir, async () => {
        expect(await call(on, "pay", {})).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
      });
      expect(run.handoffs.save()).toEqual([kept]);
      expect((await on.gate.enterAgent("stranger")).actors).toEqual(["stranger"]);
    });
    expect(edges(on)).toEqual(["handoff giver>heir", "open stranger"]);
  },
);

it("L4: handoff: what a thread has not kept is not taken up", async () => {
  const kept = await keptOf("heir");
  const spoilt: readonly unknown[] = [
    "none",
    [null],
    [{ ...kept, target: 1 }],
    [{ ...kept, under: "team" }],
    [{ ...kept, actors: [1] }],
    [{ ...kept, depth: "deep" }],
    [{ ...kept, links: [{ edge: "gift", parties: { from: "a", to: "b" } }] }],
    [{ ...kept, links: [{ edge: "handoff" }] }],
    [{ ...kept, scope: { tools: "any" } }],
  ];
  for (const each of spoilt) {
    expect(() => new Handoffs().load(each as never, "new")).toThrow(
      expect.objectContaining({ reason: "stage_failed" }),
    );
  }
});

it("L2: handoff: goes on to bind when the run gets another goal, with that goal's purpose", async () => {
  const on = bench();
  await on.gate.run({ ...request, purpose: "shop/shoes" }, async () => {
    const giver = await on.gate.enterAgent("giver", { delegation: { tools: ["search"] } });
    await handOver(on, "heir", giver);
    await on.gate.changeGoal({ purpose: "shop/hats", goal: "hats" }, async () => {
      const heir = await on.gate.enterAgent("heir");
      await inFrame(heir, async () => {
        expect(await call(on, "pay", {})).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
      });
    });
  });
  expect(decisions(on).at(-1)).toMatchObject({ actors: ["giver", "heir"], purpose: "shop/hats" });
});

it("L2: handoff: of several to one target the latest goes on to bind when the run gets another goal", async () => {
  const on = bench();
  await on.gate.run(request, async () => {
    for (const tools of [["search"], ["pay"]]) {
      const clerk = await on.gate.enterAgent("clerk");
      const giver = await inFrame(clerk, () => on.gate.enterAgent("giver", { delegation: { tools } }));
      await inFrame(giver, () => on.gate.handOff({ targets: ["heir"] }));
    }
    await on.gate.changeGoal({ purpose: "shop/hats", goal: "hats" }, async () => {
      const clerk = await on.gate.enterAgent("clerk");
      const heir = await inFrame(clerk, () => on.gate.enterAgent("heir"));
      await inFrame(heir, async () => {
        expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(await call(on, "pay", { to: "DE01" })).toMatchObject({ kind: "ran" });
      });
    });
  });
});

it("L2: two parents of a counter with one grandparent take one unit from it", () => {
  const root = new Counter({ calls: 3 });
  const [left, right] = [new Counter({ calls: 2 }, root), new Counter({}, root)];
  expect(Counter.below(root, left)).toBe(left);
  expect(Counter.below(left, root)).toBe(left);
  const both = Counter.below(left, right);
  expect(both.reserve({ calls: 1 })).toBeUndefined();
  expect([root, left, right, both].map((counter) => counter.spent("calls"))).toEqual([1, 1, 1, 1]);
  expect(right.reserve({ calls: 2 })).toBeUndefined();
  expect(both.reserve({ calls: 1 })).toBe("calls");
  expect([root, left, right, both].map((counter) => counter.spent("calls"))).toEqual([3, 1, 3, 1]);
  expect([left.isSpent("calls"), new Counter({}).isSpent("calls")]).toEqual([true, false]);
});
