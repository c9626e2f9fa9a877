import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ExampleCopies, outputOf } from "ambit-example-house";

const EXAMPLE = join(import.meta.dirname, "..");
const copies = new ExampleCopies(EXAMPLE);
afterAll(() => copies.remove());

describe("the graph that deletes files", { timeout: 60_000 }, () => {
  it("deletes its tenant's file, and not another tenant's", async () => {
    const copy = copies.with();
    expect(await copy.run()).toEqual({ code: 0, out: outputOf(EXAMPLE), err: "" });
    expect(await copy.decided()).toEqual([
      "cleaner files://acme/tmp/old.zip ok",
      "cleaner files://globex/contracts/2026.pdf resource_not_granted",
      "cleaner tool:list_files ok",
    ]);
  });

  it("would delete the other tenant's without the ceiling of its run", async () => {
    // oxlint-disable-next-line no-template-curly-in-string -- the text of a program
    const ceiling = ", resources: [`files://${tenant}/**`]";
    const { code, out } = await copies.with({ file: "main.ts", from: ceiling, to: "" }).run();
    expect(code).toBe(0);
    expect(out).toContain("left: acme/tmp/build.log\n");
  });

  it("would delete nothing without the rule", async () => {
    const copy = copies.with({ file: "policy/rules.csv", from: "p, C2,", to: "# p, C2," });
    expect((await copy.run()).out).toContain("left: acme/tmp/build.log acme/tmp/old.zip globex/");
  });
});
