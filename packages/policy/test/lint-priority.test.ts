import { describe, expect, it } from "vitest";

import { lintPolicy } from "../src/index.ts";
import { model, PLAIN, PRIORITY, TOOLS } from "./trap/trap.ts";

const MODEL = model(PLAIN, { p: "priority, sub, obj, act, eft", e: PRIORITY });

async function shadows(...rules: readonly string[]): Promise<readonly string[]> {
  const findings = await lintPolicy({ model: MODEL, rules: rules.join("\n"), tools: TOOLS });
  return findings
    .filter(({ reason }) => reason.endsWith("_shadowed"))
    .map(({ severity, reason, line }) => `${severity} ${reason} ${line}`);
}

describe("lint of rules with priorities", () => {
  const allow = "bot, /*, read, allow";
  const deny = "bot, /secret/*, read, deny";

  it("warns of a hidden deny where priorities say that the allow comes first", async () => {
    expect(await shadows(`p, 1, ${allow}`, `p, 5, ${deny}`)).toEqual(["warning deny_shadowed 2"]);
    expect(await shadows(`p, 5, ${deny}`, `p, 1, ${allow}`)).toEqual(["warning deny_shadowed 1"]);
  });

  it("refuses one that is hidden by the order of the lines alone", async () => {
    expect(await shadows(`p, 5, ${allow}`, `p, 5, ${deny}`)).toEqual(["fatal deny_shadowed 2"]);
  });

  it("finds none where the deny comes first", async () => {
    expect(await shadows(`p, 5, ${allow}`, `p, 1, ${deny}`)).toEqual([]);
  });
});
