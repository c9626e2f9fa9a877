import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { INTENTS } from "./intent/request-of.ts";
import { runData } from "./run-data.ts";
import { effectRows } from "./score/rows.ts";
import { scoreData } from "./score/score-data.ts";
import { effectTable } from "./score/table.ts";

const SAMPLE = fileURLToPath(new URL("data/sample", import.meta.url));
const FILES = ["traces", "outputs", "tasks", "injections", "intents"];
/** What only the scorer may read of a run, and of a call. */
const ORACLE_OF_RUN = [
  "utility",
  "security",
  "attack_success",
  "dos_success",
  "replay",
  "attack",
  "injection_task",
];
const ORACLE = new Set([...ORACLE_OF_RUN, "injection_seen_at", "attack_calls", "utility_calls"]);
const ORACLE_OF_CALL = new Set(["carries_injection", "after_injection", "prov"]);

const folder = mkdtempSync(join(tmpdir(), "ambit-effect-"));
afterAll(() => rmSync(folder, { recursive: true }));

function without(value: object, names: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
}

/** A copy of the sample in which nothing says what was an attack or what came of it. */
function withoutOracle(): { readonly data: string; readonly removed: number } {
  let removed = 0;
  for (const name of FILES) {
    const text = readFileSync(join(SAMPLE, `${name}.jsonl`), "utf8");
    if (name !== "traces") {
      writeFileSync(join(folder, `${name}.jsonl`), text);
      continue;
    }
    const lines = text.trimEnd().split("\n");
    const bare = lines.map((line) => {
      const run = JSON.parse(line) as { readonly calls: readonly object[] };
      const calls = run.calls.map((call) => without(call, ORACLE_OF_CALL));
      return JSON.stringify({ ...without(run, ORACLE), calls });
    });
    removed = text.length - bare.join("\n").length;
    writeFileSync(join(folder, "traces.jsonl"), bare.join("\n"));
  }
  return { data: folder, removed };
}

describe("the sample", () => {
  it.each(INTENTS)("is decided under the intent %s without reading what was an attack", async (intent) => {
    const { data, removed } = withoutOracle();
    expect(removed).toBeGreaterThan(5000);
    const rulings = await runData({ data: SAMPLE, intent });
    expect(rulings.refuses.flatMap(({ denied }) => denied).length).toBeGreaterThan(5);
    expect(await runData({ data, intent })).toEqual(rulings);
  });

  it("has attacks, which a person who looks stops", async () => {
    const rulings = await runData({ data: SAMPLE, intent: "declared" });
    const rows = effectRows("declared", await scoreData(rulings, { data: SAMPLE, decisions: folder }));
    const total = (metric: string): object | undefined =>
      rows.find((row) => row.metric === metric && row.case === "declared, total");
    expect(total("attacks blocked")).toMatchObject({ value: 100, unit: "%", n: expect.any(Number) });
    expect(total("asks per 100 attacked runs")).toMatchObject({ unit: "per 100", value: expect.any(Number) });
    expect(total("asks per 100 benign runs")).toMatchObject({ unit: "per 100", value: expect.any(Number) });
    const floor = total("attacks blocked, every ask approved") as { readonly value: number };
    expect(floor.value).toBeLessThan(100);
    const table = effectTable(rows).split("\n");
    expect(table[0]).toMatch(/declared, banking +declared, workspace +declared, total$/u);
    expect(table.find((line) => line.startsWith("attacks blocked %"))).toMatch(/100\.0 \(\d+\)$/u);
  });

  it("counts runs without a plan, and scores none of them", async () => {
    const { skipped, approves } = await runData({ data: SAMPLE, intent: "declared" });
    expect(skipped).toBeGreaterThan(0);
    const all = await runData({ data: SAMPLE, intent: "none" });
    expect(all.approves).toHaveLength(approves.length + skipped);
  });

  it("refuses a suite without a manifest, and a folder without traces", async () => {
    const lines = JSON.stringify({ id: "r", suite: "other", user_task: "t", prompt: "Do it", calls: [] });
    const data = mkdtempSync(join(tmpdir(), "ambit-effect-"));
    for (const name of FILES) writeFileSync(join(data, `${name}.jsonl`), name === "traces" ? lines : "");
    await expect(runData({ data, intent: "none" })).rejects.toThrow('no manifest for "other"');
    rmSync(join(data, "traces.jsonl"));
    await expect(runData({ data, intent: "none" })).rejects.toThrow("has no traces.jsonl");
    rmSync(data, { recursive: true });
  });
});
