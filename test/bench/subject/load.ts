import { FileFindings } from "../../../packages/policy/src/finding/file-findings.ts";
import type { PolicyModel } from "../../../packages/policy/src/model/policy-model.ts";
import { readModel } from "../../../packages/policy/src/model/read-model.ts";
import { readRules } from "../../../packages/policy/src/rule/read-rules.ts";
import { readRows } from "../../../packages/policy/src/rule/row.ts";
import type { RuleSet } from "../../../packages/policy/src/rule/rule.ts";
import { type PolicySnapshot, toSnapshot } from "../../../packages/policy/src/snapshot/policy-snapshot.ts";
import { LEAST_SLICES } from "../measure/interleave.ts";
import { median } from "../measure/quantile.ts";
import { collectGarbage } from "../measure/weigh.ts";
import { atMost, type Row } from "../row.ts";
import { agentWorld } from "../world/agent-world.ts";

/** What it takes to turn the rules of the agent model into a snapshot, step by step. */
export function loadRows(sizes: readonly number[]): readonly Row[] {
  return sizes.flatMap((size) => rowsAt(size));
}

function rowsAt(size: number): readonly Row[] {
  const { texts } = agentWorld(size);
  const model = readModel(texts.model, new FileFindings("model.conf"));
  if (model === undefined) throw new TypeError("the agent model does not load");
  const lint = (): RuleSet => readRules(texts.rules, model, new FileFindings("rules.csv"));
  const rules = lint();
  const rowsTake = milliseconds(() => readRows(texts.rules, new FileFindings("rules.csv")));
  const lintTakes = Math.max(0, milliseconds(lint) - rowsTake);
  const row = { bench: "decision", case: `${size} rules`, metric: "p50", unit: "ms" } as const;
  const perTenThousand = (value: number): number => (value * 10_000) / size;
  const large = size > 10_000;
  return [
    atMost(60, { ...row, metric: "rules.csv to rows, per 10k", value: perTenThousand(rowsTake) }),
    atMost(100, { ...row, metric: "lint, per 10k", value: perTenThousand(lintTakes) }),
    atMost(large ? 300 : 20, {
      ...row,
      metric: "snapshot from parsed rows",
      value: milliseconds(() => snapshotOf(model, rules)),
    }),
    atMost(40, { ...row, metric: "memory of the snapshot", value: megabytes(model, rules), unit: "MB" }),
  ];
}

function snapshotOf(model: PolicyModel, rules: RuleSet): PolicySnapshot {
  return toSnapshot({
    model,
    rules,
    tools: new Map(),
    version: "bench",
    files: [],
    warnings: [],
    text: { file: "rules.csv", text: "" },
    options: {},
  });
}

/** The median over as many runs as there are slices, after one that warms up. */
function milliseconds(op: () => unknown): number {
  op();
  const samples = Array.from({ length: LEAST_SLICES }, () => {
    const start = performance.now();
    op();
    return performance.now() - start;
  });
  return median(samples);
}

/** One snapshot's share of as many as outweigh whatever else comes and goes. */
function megabytes(model: PolicyModel, rules: RuleSet): number {
  const count = Math.ceil(50_000 / rules.rules.length);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: count }, () => snapshotOf(model, rules));
  collectGarbage();
  const after = process.memoryUsage().heapUsed;
  // keeps the snapshots alive until they were weighed
  return (after - before) / 1e6 / kept.length;
}
