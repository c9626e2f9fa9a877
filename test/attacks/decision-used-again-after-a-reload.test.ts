import { withAuthority } from "@ambit/langchain/testing";
import { defaultModel } from "@ambit/policy";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { ALL, perTask, TOOLS, LINKS, ALICE } from "./setting/evaluation.ts";

attack({ wants: "a decision of the policy before the reload", expected: "policy_no_match" }, () => {
  it("L7: dies with a reload of the policy", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ambit-attack-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const put = (rules: string): void => writeFileSync(join(folder, "rules.csv"), rules + LINKS);
    writeFileSync(join(folder, "model.conf"), defaultModel);
    writeFileSync(join(folder, "tools.yaml"), JSON.stringify(TOOLS));
    put(ALL);
    const on = await perTask(ALL, { policy: folder });
    const tool = noted("look");
    on.ambit.tools([tool]);
    let proceed: () => void = () => {};
    const reloaded = new Promise<void>((resolve) => (proceed = resolve));
    const run = withAuthority({ ...ALICE, ambit: on.ambit }, async () => {
      await tool.invoke({ id: "1" });
      await tool.invoke({ id: "2" });
      await reloaded;
      return caughtReason(tool.invoke({ id: "3" }));
    });
    put(ALL.replace("**", "crm://nothing/**"));
    await on.ambit.reload();
    proceed();
    expect(await run).toBe("policy_no_match");
  });
});
