import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ExampleCopies, outputOf } from "ambit-example-house";

const EXAMPLE = join(import.meta.dirname, "..");
const copies = new ExampleCopies(EXAMPLE);
afterAll(() => copies.remove());

describe("the agent that reads mail", { timeout: 60_000 }, () => {
  it("sends to whom its user named, and not to whom the mail names", async () => {
    const copy = copies.with();
    expect(await copy.run()).toEqual({ code: 0, out: outputOf(EXAMPLE), err: "" });
    expect(await copy.decided()).toEqual([
      "assistant mail://inbox/m7 ok",
      "assistant mailto:audit@invoice-check.example policy_no_match",
      "assistant mailto:books@acme.example ok",
    ]);
  });

  it("would send to the stranger without the condition of its rule", async () => {
    const copy = copies.with({ file: "policy/rules.csv", from: "from(args.to) in [user]", to: "true" });
    const { code, out } = await copy.run();
    expect(code).toBe(0);
    expect(out).toMatch(/^the mail server has sent to: .*audit@invoice-check\.example/mu);
  });

  it("would send nothing without the rule", async () => {
    const copy = copies.with({ file: "policy/rules.csv", from: "p, M2,", to: "# p, M2," });
    expect((await copy.run()).out).toContain("the mail server has sent to: \n");
  });
});
