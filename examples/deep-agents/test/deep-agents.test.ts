import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ExampleCopies, outputOf } from "ambit-example-house";

const EXAMPLE = join(import.meta.dirname, "..");
const copies = new ExampleCopies(EXAMPLE);
afterAll(() => copies.remove());

describe("the deep agent with two sub-agents", { timeout: 60_000 }, () => {
  it("publishes what the writer writes, and not what a page made the researcher say", async () => {
    const copy = copies.with();
    expect(await copy.run()).toEqual({ code: 0, out: outputOf(EXAMPLE), err: "" });
    expect(await copy.decided()).toEqual([
      "lead agent://researcher ok",
      "lead agent://writer ok",
      "lead>researcher https://bank.example/rates ok",
      "lead>researcher tool:publish policy_no_match",
      "lead>writer tool:publish ok",
    ]);
  });

  it("would publish the lie if the researcher had the writer's role", async () => {
    const to = "g, researcher, reader\ng, researcher, publisher\n";
    const copy = copies.with({ file: "policy/rules.csv", from: "g, researcher, reader\n", to });
    const { code, out } = await copy.run();
    expect(code).toBe(0);
    expect(out).toContain("on the site: The bank is closed. | Rates rise to 4 percent.\n");
  });

  it("would publish nothing without the rule", async () => {
    const copy = copies.with({ file: "policy/rules.csv", from: "p, N3,", to: "# p, N3," });
    expect((await copy.run()).out).toMatch(/^on the site: $/mu);
  });
});
