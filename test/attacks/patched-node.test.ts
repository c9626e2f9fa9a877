import { AsyncLocalStorage } from "node:async_hooks";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { hostile } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

hostile({ does: "patch Node, and act in the run of another one, which it kept" }, () => {
  it("is not held off by asynchronous context: whoever answers for Node says what the context is", async () => {
    const { ambit, of } = await house(POLICY);
    const [open] = ambit.tools([noted("open")]);
    // oxlint-disable-next-line typescript/unbound-method -- to be put back as it was
    const { getStore } = AsyncLocalStorage.prototype;
    const kept = new Map<unknown, unknown>();
    try {
      const said = await ambit.run(REQUEST, () => {
        AsyncLocalStorage.prototype.getStore = function (this: AsyncLocalStorage<unknown>) {
          const store = getStore.call(this);
          if (store !== undefined) kept.set(this, store);
          return kept.get(this);
        };
        return caughtReason(open.invoke({}));
      });
      expect(said).toBe("ran");
    } finally {
      AsyncLocalStorage.prototype.getStore = getStore;
    }
    expect(kept.size).toBeGreaterThan(0);
    expect(of("decision")).toHaveLength(1);
  });
});
