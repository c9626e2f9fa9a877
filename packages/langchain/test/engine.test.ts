import { loadPolicy, type PolicyFunction } from "@ambit/policy";
import { defaultModel } from "@ambit/policy";
import { memoryLedger } from "@ambit/ledger";
import { describe, expect, it } from "vitest";
import { createAmbit } from "../src/index.ts";
import { countedTool } from "./support/tools.ts";
import { ALICE, TOOLS, world } from "./support/world.ts";

describe("engine and shadow", () => {
  it("let casbin decide the calls of an instance, and nothing differs", async () => {
    const { ambit, of } = await world({ engine: "casbin", shadow: 1 });
    const [echo, forbidden] = ambit.tools([countedTool("echo"), countedTool("forbidden")]);
    await ambit.run(ALICE, async () => {
      await expect(echo.invoke({})).resolves.toBe("echo ok");
      await expect(forbidden.invoke({})).rejects.toMatchObject({ reason: "policy_no_match" });
    });
    expect(of("decision").map(({ effect }) => effect)).toEqual(["allow", "deny"]);
    expect(of("decision").filter(({ difference }) => difference !== undefined)).toEqual([]);
  });

  it("record a difference with the call that it denied", async () => {
    let calls = 0;
    const fickle: PolicyFunction = { arity: 1, pure: true, call: () => ++calls % 2 === 1 };
    const model = defaultModel.replace("g(r.sub, p.sub) &&", "g(r.sub, p.sub) && fickle(r.sub) &&");
    const rules = "p, R1, user:alice, echo, *, **, *, *, *, true, allow, none\ng3, support, support";
    const ledger = memoryLedger();
    const policy = { model, rules, tools: TOOLS };
    const ambit = await createAmbit({ policy, ledger, functions: { fickle }, shadow: 1 });
    const [echo] = ambit.tools([countedTool("echo")]);
    await ambit.run(ALICE, () =>
      expect(echo.invoke({})).rejects.toMatchObject({ reason: "engine_difference" }),
    );
    const [decision] = ledger.records().filter((record) => record.type === "decision");
    expect(decision).toMatchObject({
      effect: "deny",
      reason: "engine_difference",
      difference: { principal: "user:alice", compiled: { effect: "allow" }, casbin: { effect: "deny" } },
    });
  });

  it.each([
    [{ engine: "casbn" }, { option: "engine", meant: "casbin" }],
    [{ shadow: 2 }, { option: "shadow" }],
    [{ shadow: "all" }, { option: "shadow" }],
    [{ functions: "all" }, { option: "functions" }],
    [{ functions: { eval: { arity: 1, pure: true, call: () => true } } }, { option: "functions.eval" }],
  ])("refuse %j", async (options, facts) => {
    await expect(world(options as never)).rejects.toMatchObject({ reason: "config_invalid", facts });
  });

  it("are no options beside a policy that is loaded already", async () => {
    const policy = await loadPolicy({
      model: defaultModel,
      rules: "p, R, a, *, *, **, *, *, *, true, allow, none",
      tools: TOOLS,
    });
    const ledger = memoryLedger();
    for (const [option, value] of [
      ["engine", "casbin"],
      ["shadow", 0.1],
      ["functions", {}],
    ] as const) {
      await expect(createAmbit({ policy, ledger, [option]: value })).rejects.toMatchObject({
        reason: "config_invalid",
        facts: { option },
      });
    }
  });
});
