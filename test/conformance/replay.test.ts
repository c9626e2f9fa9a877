import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCases } from "./case.ts";
import { replay } from "./replay.ts";

const CASES = readCases(readFileSync(new URL("data/cases.jsonl", import.meta.url), "utf8"));

describe("decisions that casbin made (L9)", () => {
  it("are made again by the engine, or their policy is refused", () => {
    const { passed, failed, refused } = replay(CASES);
    const left = [...refused.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `conformance: ${passed} passed, ${failed.length} failed, ${left} refused for ${refused.size} reasons`,
    );
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(139);
    expect(passed + left).toBe(CASES.length);
  });

  it("are told from altered ones (canary)", () => {
    const altered = CASES.filter(({ expected }) => typeof expected === "boolean").map((one) => ({
      ...one,
      expected: one.expected === false,
    }));
    const { passed, failed } = replay(altered);
    expect(passed).toBe(0);
    expect(failed.length).toBeGreaterThan(100);
    expect(failed[0]).toMatch(/casbin (?:true|false), ours (?:true|false)$/u);
  });
});
