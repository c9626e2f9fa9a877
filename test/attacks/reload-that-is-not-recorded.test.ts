import type { LedgerPort } from "@ambit/core";
import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { WIDER, desk } from "./setting/reload.ts";

/** A ledger that nothing can be written to. */
const full: LedgerPort = {
  append: () => {
    throw new Error("no space");
  },
  files: [],
  location: "full",
};

attack({ wants: "a new policy of which the ledger says nothing", expected: "ledger_unavailable" }, () => {
  it("does not happen when it cannot be recorded", async () => {
    const { ambit, put } = await desk({ ledger: full });
    const good = ambit.policy.version;
    put(WIDER);
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    await expect(ambit.reload()).resolves.toMatchObject({
      ok: false,
      failure: { reason: "ledger_unavailable" },
    });
    expect(ambit.policy.version).toBe(good);
    expect(await warned).toMatchObject({ code: "AMBIT-P161" });
  });
});
