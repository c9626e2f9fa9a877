import { loadPolicy, type PolicySnapshot } from "@ambit/policy";
import assert from "node:assert/strict";
import { type Case, interleave } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { atMost, type Bench, type Effort, type Row } from "../row.ts";
import { WORST_CASES, type WorstCase } from "../world/worst-case.ts";

/** No decision may take longer, in ms. */
const MOST = 150;
/** What is twice as large may take so many times as long: less than cubic. */
const GROWTH = 6;

/** Decisions that nothing makes cheap: each bounded, none exponential. */
export const worst: Bench = {
  name: "worst",
  summary: "decisions under policies and calls that are made to be slow",
  async run(effort: Effort): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const each of WORST_CASES) rows.push(...(await measure(each, effort)));
    return rows;
  },
};

async function measure(each: WorstCase, { slices, scale }: Effort): Promise<readonly Row[]> {
  const size = Math.max(8, Math.ceil(each.size * Math.min(1, scale)));
  const cases = { [SHA256]: sha256, full: await caseOf(each, size), half: await caseOf(each, size / 2) };
  const measured = await interleave(cases, { slices, ops: 5 });
  const row = { bench: "worst", case: `${size} ${each.of}: ${each.name}` } as const;
  return [
    atMost(MOST, {
      ...row,
      metric: "p50",
      value: measured.p50("full") / 1000,
      unit: "ms",
      peer: SHA256,
      ratio: measured.ratio("full", SHA256),
    }),
    atMost(GROWTH, {
      ...row,
      metric: "against half as many",
      value: measured.ratio("full", "half"),
      unit: "×",
    }),
  ];
}

async function caseOf(each: WorstCase, size: number): Promise<Case> {
  const call = each.call(size);
  const tools = `${call.tool}: { action: read, effect: read, sensitivity: internal }\n`;
  const texts = { model: each.model, rules: each.rules(size).join("\n"), tools };
  const policy: PolicySnapshot = await loadPolicy(texts);
  const answer = policy.decide(call);
  assert.equal(answer.effect, each.effect);
  if (answer.effect === "deny") assert.equal(answer.reason, "policy_no_match");
  return (timed) => timed(() => policy.decide(call));
}
