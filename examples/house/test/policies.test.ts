import { join } from "node:path";
import { testPolicy } from "@ambit/policy";
import { expect, it } from "vitest";

it.each(["create-agent", "state-graph", "deep-agents"])(
  "the policy of %s decides as its tests say, which hit every rule",
  async (name) => {
    const folder = join(import.meta.dirname, "../..", name, "policy");
    const { suites, coverage, warnings } = await testPolicy({ folder }, { coverage: true });
    const failed = suites.flatMap(({ tests }) => tests.filter(({ passed }) => !passed));
    expect(failed).toEqual([]);
    expect(suites).toHaveLength(1);
    expect(coverage?.rules.percent).toBe(100);
    expect(warnings).toEqual([]);
  },
);
