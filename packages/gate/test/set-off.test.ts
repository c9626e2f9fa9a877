import { currentFrame, inFrame } from "@ambit/gate";
import { describe, expect, it } from "vitest";
import {
  answering,
  allowed,
  asClerk,
  bench,
  type Bench,
  call,
  decisions,
  pay as payEntry,
} from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };
const TURN = { place: "g", callIds: ["c1"], source: "tool", messageId: "m1" } as const;
const ASK = { callId: "c1", place: "g" };

/** `pay` touches an account: a resource that a step can name. */
const on = (): Bench =>
  bench({
    policy: answering(allowed, [
      { ...payEntry, resources: ["account:{args.to}"] },
      { ...payEntry, tool: "search", effect: "read", risk: "low", args: {} },
    ]),
  });

const reasons = (made: Bench) => decisions(made).map(({ tool, reason }) => [tool, reason ?? "ok"]);

/** The clerk's turn declares this and calls `search`, in whose body `body` runs. */
async function turn(made: Bench, declared: object, body: () => Promise<unknown>): Promise<void> {
  await asClerk(made, async () => {
    await made.gate.declareStep({ ...TURN, declared: { purpose: "shop", goal: "ask", ...declared } });
    await call(made, "search", {}, { ...ASK, body });
    await call(made, "pay", pay, { callId: "c1", place: "g" });
  });
}

describe("what a call sets off", () => {
  it("L3: is not bound by the tools that its turn declared, which its turn alone calls", async () => {
    const made = on();
    await turn(made, { tools: ["search"] }, async () => {
      await call(made, "pay", pay);
      const worker = await made.gate.enterAgent("worker");
      await inFrame(worker, () => call(made, "pay", pay));
    });
    expect(reasons(made)).toEqual([
      ["search", "ok"],
      ["pay", "ok"],
      ["pay", "ok"],
      ["pay", "tool_not_granted"],
    ]);
  });

  it("L3: is bound by the purpose and the resources that it declared", async () => {
    const made = on();
    const declared = { purpose: "shop/pay", tools: ["search"], resources: ["tool:search", "account:FR77"] };
    await turn(made, declared, async () => {
      const worker = await made.gate.enterAgent("worker");
      await inFrame(worker, async () => {
        expect(currentFrame()?.intent).toMatchObject({ purpose: "shop/pay" });
        await call(made, "pay", pay);
        await call(made, "pay", { ...pay, to: "FR77" });
      });
    });
    expect(reasons(made).slice(1, 3)).toEqual([
      ["pay", "resource_not_granted"],
      ["pay", "ok"],
    ]);
  });

  it("L2: has no more than the caller has", async () => {
    const made = on();
    await asClerk(
      made,
      async () => {
        await made.gate.declareStep({
          ...TURN,
          declared: { purpose: "shop", goal: "ask", tools: ["search"] },
        });
        await call(made, "search", {}, { ...ASK, body: () => call(made, "pay", pay) });
      },
      { allow: [{ tool: "search" }] },
    );
    expect(reasons(made)).toEqual([
      ["search", "ok"],
      ["pay", "tool_not_granted"],
    ]);
  });

  it("L7: ends with the call, when the call is revoked", async () => {
    const made = on();
    await turn(made, { tools: ["search"] }, async () => {
      const frame = currentFrame();
      const worker = await made.gate.enterAgent("worker");
      await inFrame(undefined, () =>
        made.gate.revoke({ run: frame?.run.id ?? "", frame: decisions(made).at(-1)?.frame ?? "" }),
      );
      await inFrame(worker, () => call(made, "pay", pay));
    });
    expect(reasons(made)[1]).toEqual(["pay", "grant_revoked"]);
  });

  it("L2: hands over what the agent has, not what its turn had declared", async () => {
    const made = on();
    await asClerk(made, async () => {
      const lead = await made.gate.enterAgent("lead");
      lead.entry.startedAs({ graph: "lead:1" });
      await inFrame(lead, async () => {
        const declared = {
          purpose: "shop/ask",
          goal: "hand over",
          tools: ["search"],
          resources: ["tool:search"],
        };
        await made.gate.declareStep({ ...TURN, declared });
        const body = () => made.gate.handOff({ targets: ["heir"], graph: "lead:1" });
        await call(made, "search", {}, { ...ASK, body });
      });
      const heir = await made.gate.enterAgent("heir");
      expect(heir.intent).toMatchObject({ purpose: "shop" });
      expect(heir.actors).toEqual(["clerk", "lead", "heir"]);
      await inFrame(heir, () => call(made, "pay", pay));
    });
    expect(reasons(made).at(-1)).toEqual(["pay", "ok"]);
  });
});
