import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { called } from "./setting/provenance.ts";

attack({ wants: "a decision that takes forever", expected: "runs as decided" }, () => {
  it("answers enormous arguments in time", async () => {
    const before = performance.now();
    const many = Array.from({ length: 20_000 }, (_, index) => `bob ${index} order`);
    const input = "bob 1 order mail ".repeat(10_000);
    expect(await called("send", { to: many }, { input })).toBe("deny policy_no_match");
    expect(await called("send", { to: "a ".repeat(500_000) }, { input })).toBe("deny policy_no_match");
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
