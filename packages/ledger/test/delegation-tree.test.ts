import type { AmbitRecord } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { type ChainedRecord, delegationTree, type FrameNode, memoryLedger } from "../src/index.ts";
import { closed, decision, edge, opened, outcome } from "./sample-records.ts";

function chained(records: readonly AmbitRecord[]): readonly ChainedRecord[] {
  const ledger = memoryLedger();
  for (const record of records) ledger.append(record);
  return ledger.records();
}

/** A frame as `name(children)`, without the run's prefix. */
function shape({ frame, children }: FrameNode): string {
  return `${frame.slice(frame.indexOf("/") + 1)}(${children.map(shape).join(" ")})`;
}

describe("delegationTree", () => {
  it("builds the frames of one run out of its edges", () => {
    const records = chained([
      opened("a"),
      opened("b"),
      edge("a", "root", "step", { edge: "step" }),
      edge("b", "root", "other"),
      edge("a", "step", "mailer"),
      edge("a", "mailer", "retry", { edge: "retry" }),
      edge("a", "step", "writer"),
      closed("a"),
    ]);
    const tree = delegationTree(records, "a");
    expect(shape(tree.root!)).toBe("root(step(mailer(retry()) writer()))");
    expect(tree.strays).toEqual([]);
    expect([tree.opened?.run, tree.closed?.calls]).toEqual(["a", 3]);
    expect(delegationTree(records, "b").closed).toBeUndefined();
  });

  it("puts a revocation on the frame that it names, else on the root", () => {
    const records = [opened("a"), edge("a", "root", "mailer")];
    const whole = { type: "revoked", run: "a", at: 1 } as const;
    const below = { ...whole, frame: "a/mailer" };
    const { root } = delegationTree(chained([...records, whole, below]), "a");
    expect(root?.revoked).toMatchObject({ run: "a", seq: 2 });
    expect(root?.children[0]?.revoked).toMatchObject({ frame: "a/mailer", seq: 3 });
    const one = delegationTree(chained([...records, below]), "a").root;
    expect([one?.revoked, one?.children[0]?.revoked?.seq]).toEqual([undefined, 2]);
  });

  it("puts what came of a decision on it", () => {
    const { root } = delegationTree(
      chained([
        opened("a"),
        decision("a", 1, { effect: "ask", reason: "approval_required" }),
        {
          type: "approval",
          run: "a",
          at: 1,
          decision: "a/d1",
          role: "lead",
          answer: "approved",
          digest: "x",
        },
        { type: "obligation", run: "a", at: 1, decision: "a/d1", obligation: "alert:ops" },
        decision("a", 2),
        outcome("a", 1),
      ]),
      "a",
    );
    expect(root?.decisions).toMatchObject([
      {
        record: { decision: "a/d1" },
        outcome: { status: "ok" },
        approvals: [{ role: "lead" }],
        obligations: [{ obligation: "alert:ops" }],
      },
      { record: { decision: "a/d2" }, approvals: [], obligations: [] },
    ]);
    expect(root?.decisions[1]).not.toHaveProperty("outcome");
  });

  it("shows a refused edge as a frame of its own, even under a known id", () => {
    const { root } = delegationTree(
      chained([opened("a"), edge("a", "root", "root", { refused: "depth_exceeded" }), decision("a", 1)]),
      "a",
    );
    expect(root?.children).toMatchObject([{ edge: { refused: "depth_exceeded" }, decisions: [] }]);
    expect(root?.decisions).toHaveLength(1);
  });

  it("keeps what has no place in the tree among the strays", () => {
    const tree = delegationTree(chained([decision("a", 1, { effect: "deny", reason: "no_run" })]), "a");
    expect(tree.root).toBeUndefined();
    expect(tree.strays).toMatchObject([{ frame: "a/root", decisions: [{ record: { reason: "no_run" } }] }]);
  });

  it("takes a chain of edges of any length", () => {
    const links = Array.from({ length: 12_000 }, (_, n) => edge("a", n === 0 ? "root" : `${n - 1}`, `${n}`));
    let frames = 0;
    let at: FrameNode | undefined = delegationTree(chained([opened("a"), ...links]), "a").root;
    for (; at !== undefined; at = at.children[0]) frames++;
    expect(frames).toBe(12_001);
  });

  it("closes no circle and loses no edge, whatever the records say", () => {
    const tree = delegationTree(
      chained([
        opened("a"),
        edge("a", "root", "x"),
        edge("a", "x", "y"),
        edge("a", "y", "x"),
        edge("a", "y", "root"),
        edge("a", "z", "z"),
        edge("a", "root", "__proto__"),
      ]),
      "a",
    );
    expect(shape(tree.root!)).toBe("root(x(y(x() root())) __proto__())");
    expect(tree.strays.map(shape)).toEqual(["z(z())"]);
  });
});
