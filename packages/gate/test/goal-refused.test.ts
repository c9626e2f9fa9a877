import type { ApprovalQuestion, CarryRequest, OpenRequest } from "@ambit/core";
import { currentFrame, type GoalRequest, inFrame } from "@ambit/gate";
import { describe, expect, it } from "vitest";
import { allowed, answering, asClerk, bench, type Bench, call, request } from "./fixture.ts";

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

describe("a change of the goal is refused", () => {
  it("L2: inside a tool, and below it", async () => {
    const on = bench();
    const reasons: unknown[] = [];
    const body = async () => {
      reasons.push(await change(on));
      const worker = await on.gate.enterAgent("worker");
      await inFrame(worker, async () => reasons.push(worker.call, await change(on)));
      return "tried";
    };
    await asClerk(on, async (frame) => {
      await call(on, "search", {}, { body });
      expect(frame.run.generation).toBe(1);
    });
    expect(reasons).toEqual(["goal_refused", undefined, "goal_refused"]);
    expect(edges(on).map(({ refused }) => refused)).toEqual(["goal_refused", "goal_refused"]);
  });

  it("L2: inside a tool that the subject calls itself, also where an agent enters there", async () => {
    const on = bench();
    const body = async () => {
      const first = await on.gate.enterAgent("clerk");
      return inFrame(first, async () => [first.depth, await change(on)]);
    };
    const outcome = await on.gate.run(request, () => call(on, "search", {}, { body }));
    expect(outcome).toMatchObject({ kind: "ran", value: [0, "goal_refused"] });
  });

  it("L2: below a delegation and in a run inside the run", async () => {
    const on = bench();
    await asClerk(on, async () => {
      const worker = await on.gate.enterAgent("worker");
      expect(await inFrame(worker, () => change(on))).toBe("goal_refused");
      expect(await on.gate.run(request, () => change(on))).toBe("goal_refused");
    });
  });

  it("outside a run, in another instance's run, and after the end", async () => {
    const [on, other] = [bench(), bench()];
    expect(await change(on)).toBe("no_run");
    const frame = await asClerk(on, async (inside) => {
      expect(await change(other)).toBe("frame_foreign");
      return inside;
    });
    expect(await inFrame(frame, () => change(on))).toBe("run_closed");
  });

  it.each([
    ["request", null],
    ["subject", { ...GOAL, subject: "user:eve" }],
    ["approve", { ...GOAL, approve: "" }],
    ["ttl", { ...GOAL, ttl: "forever" }],
  ])("for a bad %s, by name", async (field, bad) => {
    const on = bench();
    const changing = asClerk(on, () => on.gate.changeGoal(bad as never, () => 1));
    await expect(changing).rejects.toMatchObject({ reason: "request_invalid", facts: { field } });
  });

  it("for a purpose that nobody registered, or that the policy opens to nobody", async () => {
    const asked: OpenRequest[] = [];
    const open = (question: OpenRequest) => {
      asked.push(question);
      return question.purpose === "shop" ? allowed : ({ ...allowed, effect: "deny" } as const);
    };
    const on = bench({ policy: { ...answering(), open } });
    await asClerk(on, async (frame) => {
      expect(await change(on, { purpose: "sales" })).toBe("purpose_unknown");
      expect(await change(on)).toBe("open_denied");
      expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
      expect(frame.run.generation).toBe(1);
    });
    await on.gate.run(request, async () => expect(await change(on)).toBe("open_denied"));
    expect(asked.map(({ actor, purpose }) => [actor.id, purpose])).toEqual([
      ["clerk", "shop"],
      ["clerk", "shop/refund"],
      ["user:ann", "shop/refund"],
    ]);
    expect(edges(on).map(({ refused }) => refused)).toEqual([
      "purpose_unknown",
      "open_denied",
      "open_denied",
    ]);
  });

  it("by the policy's rules for edges, which also take single tools and calls from it", async () => {
    const carried = new Set(["search"]);
    const carry = ({ edge, tool, resources }: CarryRequest) => {
      const isOver = edge !== "goal" || (carried.has(tool ?? "") && resources?.[0] !== "tool:search");
      return isOver ? allowed : ({ ...allowed, effect: "deny", reason: "edge_denied" } as const);
    };
    const on = bench({ policy: { ...answering(), carry } });
    await asClerk(on, async () => {
      await on.gate.changeGoal(GOAL, async () => {
        expect(await call(on, "pay", pay)).toMatchObject({ denial: { reason: "tool_not_granted" } });
        expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "edge_denied" } });
        carried.clear();
        expect(await change(on)).toBe("edge_denied");
      });
    });
  });
});

describe("a change of the goal that a person must approve", () => {
  const approving = (answer: (question: ApprovalQuestion) => unknown) =>
    bench({ approve: async (question) => (await answer(question)) as never });

  it("shows what will be pursued, and happens on a yes", async () => {
    const questions: ApprovalQuestion[] = [];
    const on = approving((question) => {
      questions.push(question);
      return { approved: true, digest: question.digest, by: "kim" };
    });
    await asClerk(on, async () =>
      expect(await change(on, { approve: "boss" })).toMatchObject({ generation: 2 }),
    );
    expect(questions).toMatchObject([
      {
        role: "boss",
        args: { purpose: "shop/refund", goal: "Refund FR77" },
        purpose: "shop",
        actors: ["clerk"],
      },
    ]);
    expect(on.ledger.records).toContainEqual(
      expect.objectContaining({
        type: "approval",
        answer: "approved",
        by: "kim",
        decision: edges(on)[0]?.frame,
      }),
    );
  });

  it.each([
    ["approval_rejected", () => ({ approved: false, digest: "" })],
    ["approval_mismatch", () => ({ approved: true, digest: "sha256:0" })],
    ["approval_unavailable", () => undefined],
  ])("is %s otherwise, and the old goal goes on", async (reason, answer) => {
    const on = approving(answer);
    await asClerk(on, async () => {
      expect(await change(on, { approve: "boss" })).toBe(reason);
      expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
    });
  });

  it("is refused where nobody can be asked", async () => {
    const on = bench();
    await asClerk(on, async () => expect(await change(on, { approve: "boss" })).toBe("approval_unavailable"));
  });

  it("L7: comes too late when the goal was changed or the time was over while the person thought", async () => {
    let now = 1000;
    let think = async (): Promise<unknown> => undefined;
    const ledger = bench().ledger;
    const on = bench({
      clock: () => now,
      approve: async ({ digest }) => (await think(), { approved: true, digest }),
      ledger,
    });
    await asClerk(on, async () => {
      think = () => change(on);
      expect(await change(on, { approve: "boss" })).toBe("generation_stale");
    });
    think = async () => (now += 300_000);
    await asClerk(on, async () => expect(await change(on, { approve: "boss" })).toBe("grant_expired"));
  });
});
