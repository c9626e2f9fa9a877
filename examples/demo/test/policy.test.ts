import { fileURLToPath } from "node:url";
import { testPolicy } from "@ambit/policy";
import { expect, it } from "vitest";

it.each(["../policy-bank", "../policy-team"])(
  "%s decides as its tests say, which hit every rule",
  async (path) => {
    const folder = fileURLToPath(new URL(path, import.meta.url));
    const { suites, coverage, warnings } = await testPolicy({ folder }, { coverage: true });
    const failed = suites.flatMap(({ tests }) => tests.filter(({ passed }) => !passed));
    expect(failed).toEqual([]);
    expect(suites).toHaveLength(1);
    expect(coverage?.rules.percent).toBe(100);
    expect(warnings).toEqual([]);
  },
);
