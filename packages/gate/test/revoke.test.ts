import { currentFrame, type Frame, inFrame } from "@ambit/gate";
import { describe, expect, it } from "vitest";
import { allowed, answering, asClerk, bench, type Bench, call, decisions, request } from "./fixture.ts";

const pay = { to: "DE01", amount: 5 };
const REVOKED = { denial: { reason: "grant_revoked" } };

const revoked = (on: Bench) =>
  on.ledger.records.filter((record) => record.type === "revoked").map(({ frame }) => frame);

/** Enters an agent below the current frame. */
const entered = async (on: Bench, agent: string) => on.gate.enterAgent(agent);

describe("revoking authority", () => {
  it("L7: ends a whole run at each next check, and counts nothing of what comes late", async () => {
    const on = bench();
    await asClerk(on, async (frame) => {
      const below = await entered(on, "worker");
      expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
      expect(await on.gate.revoke({ run: frame.run.id })).toBe(true);
      for (const each of [frame, below])
        await inFrame(each, async () => {
          expect(await call(on, "pay", pay)).toMatchObject(REVOKED);
          expect(on.gate.takeModelCall()).toBe("grant_revoked");
          await expect(on.gate.enterAgent("other")).rejects.toMatchObject({ reason: "grant_revoked" });
          await expect(on.gate.open(request)).rejects.toMatchObject({ reason: "grant_revoked" });
        });
      const goal = { purpose: "shop/refund", goal: "anew" };
      await expect(on.gate.changeGoal(goal, () => 1)).rejects.toMatchObject({ reason: "grant_revoked" });
    });
    expect([on.ran, revoked(on)]).toEqual([1, [undefined]]);
    expect(on.ledger.records.findLast(({ type }) => type === "closed")).toMatchObject({ denials: 0 });
  });

  it("L7: ends an agent with all below it, and nobody above or beside it", async () => {
    const on = bench();
    await asClerk(on, async (clerk) => {
      const worker = await entered(on, "worker");
      const helper = await inFrame(worker, () => entered(on, "helper"));
      const other = await entered(on, "other");
      await on.gate.revoke({ run: clerk.run.id, frame: worker.id });
      for (const frame of [worker, helper])
        await inFrame(frame, async () => expect(await call(on, "pay", pay)).toMatchObject(REVOKED));
      for (const frame of [clerk, other])
        await inFrame(frame, async () => expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" }));
      expect(revoked(on)).toEqual([worker.id]);
    });
  });

  it("L7: ends what a call has started, by the frame that the ledger names with the call", async () => {
    const on = bench();
    await asClerk(on, async ({ run }) => {
      const turn = { place: "g", callIds: ["c1"], source: "tool", messageId: "m1" } as const;
      await on.gate.declareStep({ ...turn, declared: { purpose: "shop/refund", goal: "x" } });
      const body = async (): Promise<unknown> => {
        const frame = (await on.gate.enterAgent("worker")) as Frame;
        const decided = decisions(on).at(-1)?.frame ?? "";
        await inFrame(frame, async () => {
          expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
          await inFrame(clerk, () => on.gate.revoke({ run: run.id, frame: decided }));
          expect(await call(on, "pay", pay)).toMatchObject(REVOKED);
        });
        return "done";
      };
      const clerk = currentFrame() as Frame;
      await call(on, "search", {}, { callId: "c1", place: "g", body });
      expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
      expect(decisions(on).map(({ reason }) => reason)).toEqual([
        undefined,
        undefined,
        "grant_revoked",
        undefined,
      ]);
    });
  });

  it("L7: denies a call that a slow policy has just allowed", async () => {
    let answer: () => void = () => {};
    const decide = (): unknown => new Promise((resolve) => (answer = () => resolve(allowed)));
    const on = bench({ policy: answering(decide), stageTimeoutMs: 5000 });
    await asClerk(on, async ({ run }) => {
      const deciding = call(on, "pay", pay);
      await on.gate.revoke({ run: run.id });
      answer();
      expect(await deciding).toMatchObject(REVOKED);
    });
    expect(on.ran).toBe(0);
  });

  it("L7: lets nobody take over from one who is revoked", async () => {
    const on = bench();
    await asClerk(on, async (clerk) => {
      const lead = await entered(on, "lead");
      lead.entry.startedAs({ graph: "lead:1" });
      await inFrame(lead, async () => {
        await call(on, "search", {}, { body: () => on.gate.handOff({ targets: ["heir"], graph: "lead:1" }) });
      });
      await on.gate.revoke({ run: clerk.run.id, frame: lead.id });
      await expect(on.gate.enterAgent("heir")).rejects.toMatchObject({ reason: "grant_revoked" });
    });
  });

  it("L2: is refused inside a tool, and of no use where the run is not", async () => {
    const on = bench();
    let id = "";
    await asClerk(on, async ({ run }) => {
      id = run.id;
      const body = () => on.gate.revoke({ run: run.id }).catch((error: { reason: string }) => error.reason);
      expect(await call(on, "search", {}, { body })).toMatchObject({ kind: "ran", value: "revoke_refused" });
      expect(await bench().gate.revoke({ run: run.id })).toBe(false);
      expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
    });
    expect(await on.gate.revoke({ run: id })).toBe(false);
    expect(revoked(on)).toEqual([]);
  });

  it.each([
    ["nothing", undefined, "revocation"],
    ["no run", {}, "run"],
    ["a run that is no text", { run: 7 }, "run"],
    ["an empty frame", { run: "r", frame: "" }, "frame"],
    ["a misspelt frame", { run: "r", fram: "f" }, "fram"],
  ])("L4: ends nothing when it names %s", async (_what, revocation, field) => {
    const on = bench();
    await asClerk(on, async ({ run }) => {
      const { run: named } = (revocation ?? {}) as { readonly run?: unknown };
      const asked = named === "r" ? { ...revocation, run: run.id } : revocation;
      await expect(on.gate.revoke(asked as never)).rejects.toMatchObject({
        reason: "request_invalid",
        facts: { field },
      });
      expect(await call(on, "pay", pay)).toMatchObject({ kind: "ran" });
    });
  });

  it("L4: holds although it cannot be recorded, which is told", async () => {
    const on = bench();
    await asClerk(on, async ({ run }) => {
      on.ledger.fail = true;
      await expect(on.gate.revoke({ run: run.id })).rejects.toMatchObject({ reason: "ledger_unavailable" });
      on.ledger.fail = false;
      expect(await call(on, "pay", pay)).toMatchObject(REVOKED);
    });
  });
});
