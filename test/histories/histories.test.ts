import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceOf } from "../architecture/source-file.ts";
import { wantedBy } from "../architecture/imports.ts";
import { FAULTS, withFault } from "./fault.ts";
import { runHistories } from "./run-histories.ts";

describe("random trees of runs against the reference (L2, L3, L5, L7)", { timeout: 300_000 }, () => {
  it("L2: decide alike, history after history", async () => {
    const { passed, failures, operations, seen } = await runHistories({ seed: 1, runs: 3000 });
    console.log(`histories: ${passed} passed, ${operations} operations, ${seen.size} kinds of results`);
    expect(failures).toEqual([]);
    expect(passed).toBe(3000);
    expect([...RESULTS].filter((result) => (seen.get(result) ?? 0) < 3)).toEqual([]);
  });

  it("L2: decide alike for a seed that nobody chose", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`histories: seed ${seed}`);
    const { passed, failures } = await runHistories({ seed, runs: 500 });
    expect(failures).toEqual([]);
    expect(passed).toBe(500);
  });

  it.each(FAULTS)("find $name (canary)", async (fault) => {
    const { failures, passed } = await withFault(fault, (gate) =>
      runHistories({ seed: 1, runs: 10_000, gate, untilFailure: true }),
    );
    console.log(`histories: ${fault.name}: found by history ${passed + 1}`);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(
      /^history \d+ of seed 1\n[^]*\n#\d+ .* -> .*, where the reference says: .+$/u,
    );
    // shrunk: what the fault does not need is gone
    expect(failures[0]?.match(/^#\d+ /gmu)?.length).toBeLessThan(20);
  });
});

/** Results that the histories must reach: what is never decided is not compared. */
const RESULTS: readonly string[] = [
  "call allow",
  "call ask",
  ...["budget", "denials_spent", "edge", "expired", "grant", "nobody", "policy", "run_closed"].map(denied),
  ...["retry_after_denial", "retry_values"].map(denied),
  ...["allow", "deny denials_spent", "deny expired", "deny rejected", "deny run_closed"].map(
    (of) => `answer ${of}`,
  ),
  ...["depth_exceeded", "edge_denied", "grant_expired", "open_denied", "run_closed"].map(
    (of) => `enter refused ${of}`,
  ),
  ...["depth_exceeded", "purpose_outside", "purpose_unknown", "run_nested_subject"].map(
    (of) => `nest refused ${of}`,
  ),
  ...["call deny", "enter refused", "nest refused", "goal refused"].flatMap((to) =>
    ["generation_stale", "grant_revoked", "handoff_suspended"].map((of) => `${to} ${of}`),
  ),
  ...["generation_stale", "handoff_suspended"].map((of) => `answer deny ${of}`),
  ...["done", "gone", "refused revoke_refused"].map((of) => `revoke ${of}`),
  "handoff done",
  "thread ok",
  ...["edge_denied", "thread_foreign", "thread_unknown"].map((of) => `thread refused ${of}`),
  "call deny call_done",
  "call done",
  "answer done",
  "answer deny approval_mismatch",
  ...["depth_exceeded", "generation_stale", "grant_revoked", "run_closed"].map(
    (of) => `handoff refused ${of}`,
  ),
  "goal ok",
  ...["approval_rejected", "edge_denied", "goal_refused", "grant_expired", "open_denied", "run_closed"].map(
    (of) => `goal refused ${of}`,
  ),
  "call deny branch_exceeded",
];

function denied(reason: string): string {
  return `call deny ${reason}`;
}

describe("the reference", () => {
  const folder = join(import.meta.dirname, "reference");
  const sources = readdirSync(folder).map(
    (file) => [file, readFileSync(join(folder, file), "utf8")] as const,
  );
  const besides = ["operation.ts", "world.ts"].map(
    (file) => [file, readFileSync(join(folder, "..", file), "utf8")] as const,
  );

  it("shares no code with the product: it imports nothing but itself and the words of the histories", () => {
    const wanted = [...sources, ...besides].flatMap(([file, text]) =>
      wantedBy(sourceOf("histories", file, text)),
    );
    const own = new Set([...sources.map(([file]) => `./${file}`), ...besides.map(([file]) => `../${file}`)]);
    expect(wanted.length).toBeGreaterThan(4);
    expect(wanted.filter((specifier) => specifier === undefined || !own.has(specifier))).toEqual([]);
  });

  it("is small", () => {
    const lines = sources.map(([, text]) => text.split("\n").length);
    expect(lines.length).toBeGreaterThan(2);
    console.log(`histories: the reference has ${lines.reduce((sum, each) => sum + each, 0)} lines`);
  });
});
