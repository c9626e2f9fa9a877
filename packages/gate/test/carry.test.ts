import { AmbitDeniedError, type CarryRequest, type PolicyAnswer } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { allowed, answering, asClerk, bench, call, decisions } from "./fixture.ts";

const REFUSED: PolicyAnswer = { ...allowed, effect: "deny", reason: "edge_denied", detail: "no row" };

/** A gate whose policy has rules for edges. */
function carrying(carry: (request: CarryRequest) => unknown) {
  const asked: CarryRequest[] = [];
  const policy = {
    ...answering(),
    carry: (request: CarryRequest) => {
      asked.push(request);
      return carry(request) as PolicyAnswer;
    },
  };
  return { on: bench({ policy }), asked };
}

describe("edges that the policy decides", () => {
  it("are asked of each tool when an agent enters, and of the whole call when it is made", async () => {
    const { on, asked } = carrying(() => allowed);
    await asClerk(on, () => call(on, "pay", { to: "DE01", amount: 5 }));
    expect(asked.map(({ edge, tool, resources }) => [edge, tool, resources])).toEqual([
      ["open", "pay", undefined],
      ["open", "search", undefined],
      ["open", "pay", ["tool:pay"]],
    ]);
    expect(asked[2]).toEqual({
      edge: "open",
      from: { id: "user:ann", roles: [] },
      to: { id: "clerk" },
      intent: "shop",
      tool: "pay",
      action: "pay",
      resources: ["tool:pay"],
      sensitivity: "internal",
    });
    expect(on.ran).toBe(1);
  });

  it("L2: refuse a call with the edge and its parties, though the rest allows it", async () => {
    const { on } = carrying(({ resources }) => (resources === undefined ? allowed : REFUSED));
    await asClerk(on, async () => {
      expect(await call(on, "search", {})).toMatchObject({ denial: { reason: "edge_denied" } });
    });
    expect(on.ran).toBe(0);
    expect(decisions(on)[0]).toMatchObject({
      reason: "edge_denied",
      detail: "no row",
      refusedBy: { edge: "open", what: "user:ann → clerk" },
    });
  });

  it.each([
    ["nothing", () => undefined, "stage_garbage"],
    ["a promise of a no", async () => REFUSED, "edge_denied"],
    ["an ask", () => ({ ...allowed, effect: "ask" }), "stage_garbage"],
    [
      "a throw",
      () => {
        throw new Error("down");
      },
      "stage_failed",
    ],
    ["silence", () => new Promise(() => undefined), "stage_timeout"],
  ])("L4: end closed when the policy answers with %s", async (_what, answer, reason) => {
    const { on } = carrying(({ resources }) => (resources === undefined ? allowed : answer()));
    await asClerk(on, async () => {
      expect(await call(on, "search", {})).toMatchObject({ kind: "denied", denial: { reason } });
    });
    expect(on.ran).toBe(0);
  });

  it("let no agent in when nothing could be carried, or nobody can say", async () => {
    const throws = (): never => {
      throw new Error("down");
    };
    for (const answer of [() => REFUSED, throws, () => new Promise(() => undefined), () => null]) {
      const { on } = carrying(answer);
      await expect(asClerk(on, async () => undefined)).rejects.toMatchObject({ reason: "edge_denied" });
      await expect(asClerk(on, async () => undefined)).rejects.toThrow(AmbitDeniedError);
      expect(on.ledger.records.find((record) => record.type === "edge")).toMatchObject({
        refused: "edge_denied",
      });
    }
  });

  it("may carry one tool and not another", async () => {
    const { on } = carrying(({ tool }) => (tool === "search" ? allowed : REFUSED));
    await asClerk(on, async () => {
      expect(await call(on, "search", {})).toMatchObject({ kind: "ran" });
      expect(await call(on, "pay", { to: "DE01", amount: 5 })).toMatchObject({
        denial: { reason: "tool_not_granted" },
      });
    });
  });

  it("are asked of every edge behind a call: delegation, branch and retry too", async () => {
    const { on, asked } = carrying(() => allowed);
    await asClerk(on, async () => {
      await call(on, "search", {}, { siblings: 2 });
      await expect(
        call(on, "search", {}, { callId: "a", body: () => Promise.reject(new Error("x")) }),
      ).rejects.toThrow("x");
      await call(on, "search", {}, { callId: "a" });
    });
    const edges = asked.filter(({ resources }) => resources !== undefined);
    expect(edges.map(({ edge }) => edge)).toContain("branch");
    expect(edges.map(({ edge }) => edge)).toContain("retry");
    expect(edges.find(({ edge }) => edge === "retry")).toMatchObject({
      from: { id: "clerk" },
      to: { id: "clerk" },
    });
  });
});
