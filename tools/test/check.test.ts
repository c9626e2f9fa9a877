import { describe, expect, it } from "vitest";
import { canary, gate } from "../stage/check.ts";

const looked = (count: number, ok: boolean): ReturnType<typeof gate> =>
  gate({ name: "sample", looked: count, unit: "files", floor: 3, ok, output: "" });

describe("gate", () => {
  it("passes when the tool agrees and it looked at enough", () => {
    expect(looked(3, true)).toMatchObject({ passed: 1, failed: 0 });
  });

  it("fails when the tool disagrees", () => {
    expect(looked(3, false)).toMatchObject({ passed: 0, failed: 1 });
  });

  it("fails below its floor, whatever the tool says", () => {
    expect(looked(2, true)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe("canary", () => {
  it("passes when each expected finding was reported", () => {
    expect(canary("sample", ["one", "two"], "two, then one")).toMatchObject({ passed: 1, looked: 2 });
  });

  it("fails when one is missing, and when none is expected", () => {
    expect(canary("sample", ["one", "two"], "one")).toMatchObject({ failed: 1, looked: 1 });
    expect(canary("sample", [], "")).toMatchObject({ failed: 1 });
  });
});
