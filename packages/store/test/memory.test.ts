import { ODD_STATE, threadPortContract } from "@ambit/testkit";
import { describe, expect, it } from "vitest";
import { memoryThreads } from "@ambit/store";

threadPortContract("memory", async () => memoryThreads());

describe("memoryThreads", () => {
  it("keeps no more threads than its limit: the one used longest ago is unknown", async () => {
    const threads = memoryThreads({ limit: 2 });
    await threads.save({ thread: "a" }, ODD_STATE, 0);
    await threads.save({ thread: "b" }, ODD_STATE, 0);
    await threads.load({ thread: "a" });
    await threads.save({ thread: "c" }, ODD_STATE, 0);
    const known = await Promise.all(["a", "b", "c"].map((thread) => threads.load({ thread })));
    expect(known.map((kept) => kept !== undefined)).toEqual([true, false, true]);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses a limit of %s", (limit) => {
    expect(() => memoryThreads({ limit })).toThrow(expect.objectContaining({ reason: "config_invalid" }));
  });
});
