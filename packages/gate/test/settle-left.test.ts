import { describe, expect, it } from "vitest";
import { settleLeft, type Spent } from "../src/thread/settle-left.ts";

const NOTHING: Spent = { calls: 0, writes: 0, denials: 0, modelCalls: 0, tokens: 0 };
const calls = (count: number): Spent => ({ ...NOTHING, calls: count });

describe("what a thread has left", () => {
  it("L2: is no more after somebody has given back what others had taken already", () => {
    const ours = settleLeft({ calls: 1 }, calls(1), NOTHING);
    const theirs = settleLeft(ours.left, calls(1), NOTHING);
    expect(theirs).toMatchObject({ left: { calls: 0 }, accounted: calls(0), lacking: "calls" });
    const givenBack = settleLeft(theirs.left, calls(0), theirs.accounted);
    expect(givenBack).toMatchObject({ left: { calls: 0 }, lacking: undefined });
    expect(settleLeft(givenBack.left, calls(0), ours.accounted).left).toEqual({ calls: 1 });
  });

  it("lacks nothing for a call where only more was denied than it had", () => {
    const settled = settleLeft({ calls: 5, denials: 1 }, { ...calls(2), denials: 2 }, NOTHING);
    expect(settled).toMatchObject({ left: { calls: 3, denials: 0 }, lacking: undefined });
  });

  it("is the same object when nothing was spent of what is limited", () => {
    const left = { writes: 3 };
    expect(settleLeft(left, calls(7), NOTHING)).toEqual({ left, accounted: calls(7), lacking: undefined });
    expect(settleLeft(left, calls(7), NOTHING).left).toBe(left);
  });
});
