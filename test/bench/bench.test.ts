import { loadPolicy } from "@ambit/policy";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { interleave } from "./measure/interleave.ts";
import { median, quantile } from "./measure/quantile.ts";
import { atLeast, atMost, notAvailable, type Row } from "./row.ts";
import { opaBuild } from "./peer/opa-build.ts";
import { PEERS } from "./peer/load-peers.ts";
import { assertSame } from "./subject/same-decisions.ts";
import { table } from "./table.ts";
import { agentWorld } from "./world/agent-world.ts";
import { WORST_CASES } from "./world/worst-case.ts";
import { SMALL, smallWorld } from "./world/small-world.ts";

const ROW: Row = { bench: "b", case: "c", metric: "p50", value: 20, unit: "µs", peer: "the other", ratio: 2 };

describe("the harness of the benchmark", () => {
  it("takes medians and quantiles without touching the samples", () => {
    const samples = [5, 1, 4, 2, 3];
    expect([median(samples), median([1, 2, 3, 10]), quantile(samples, 0.99)]).toEqual([3, 2.5, 5]);
    expect(samples).toEqual([5, 1, 4, 2, 3]);
    expect(() => median([])).toThrow(RangeError);
  });

  it("measures every case in every slice, in rotated order, after one slice that does not count", async () => {
    const order: string[] = [];
    const noting = (name: string) => async (timed: (op: () => unknown) => Promise<void>) => {
      order.push(name);
      await timed(() => undefined);
    };
    const measured = await interleave({ a: noting("a"), b: noting("b") }, { slices: 7, ops: 5 });
    expect(order.join("")).toBe("baabbaabbaabbaab");
    expect(measured.p50("a")).toBeGreaterThanOrEqual(0);
    await expect(interleave({ a: noting("a") }, { slices: 6, ops: 5 })).rejects.toThrow(RangeError);
  });

  it("says of each target whether it holds, and shows a missed one", () => {
    expect(atMost(20, ROW)).toMatchObject({ target: 20, holds: true });
    expect(atMost(19, ROW).holds).toBe(false);
    expect(atLeast(21, ROW).holds).toBe(false);
    expect(table([atMost(19, ROW)])).toMatch(/20\.00 {2}µs .*19\.00 {2}MISSED$/mu);
  });

  it("shows a peer that could not be measured with its reason, and judges nothing", () => {
    const row = notAvailable(ROW, "loads longer than 30 s");
    expect([row.holds, JSON.parse(JSON.stringify(row)).value]).toEqual([undefined, null]);
    expect(table([row])).toMatch(/n\/a {2}µs .*loads longer than 30 s$/mu);
  });
});

describe("the peers", () => {
  it.each(PEERS)("decide as the engine does: $name", async (peer) => {
    const small = SMALL.map((name) => smallWorld(name, 10));
    for (const world of [agentWorld(10), ...small]) {
      const policy = await loadPolicy(world.texts);
      await expect(assertSame(policy, await peer.load(world), world)).resolves.toBeGreaterThan(0);
    }
  });

  it.each(PEERS)("stop the benchmark when they decide otherwise: $name", async (peer) => {
    const world = agentWorld(10);
    const policy = await loadPolicy(world.texts);
    const permissive = world.rules.map((rule) => ({ ...rule, effect: "allow" as const }));
    const rules = world.texts.rules.replaceAll("deny", "allow");
    const other = await peer.load({ ...world, rules: permissive, texts: { ...world.texts, rules } });
    await expect(assertSame(policy, other, world)).rejects.toThrow(/deny/u);
  });

  it("have the Rego module that its source gives", () => {
    const digest = (name: string): string =>
      createHash("sha256")
        .update(readFileSync(new URL(`peer/rego/${name}`, import.meta.url)))
        .digest("hex");
    expect([digest("ambit.rego"), digest("ambit.wasm")]).toEqual([opaBuild.source, opaBuild.module]);
  });
});

describe("the command", () => {
  const run = (...args: readonly string[]): Promise<{ code: number; stdout: string }> => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const command = ["--conditions=@ambit/source", "--import", import.meta.resolve("tsx"), main, ...args];
    return new Promise((resolve) => {
      execFile(process.execPath, command, (error, stdout) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout });
      });
    });
  };

  it("writes one row per measure, each with its peer", { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "ambit-bench-"));
    const file = join(folder, "rows.json");
    const { code, stdout } = await run("--", "--only", "decision", "--scale", "0.01", "--json", file);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('only="decision"') });
    const rows = JSON.parse(readFileSync(file, "utf8")) as Row[];
    rmSync(folder, { recursive: true });
    const worlds = ["agent 10", "agent 1000", "S0 10", "S1 10", "S2 10", "S3 10"];
    const asked = worlds.flatMap((world) => PEERS.map(({ name }) => `${world}: ${name}, hot allow`));
    expect(rows.map((row) => row.case)).toEqual(expect.arrayContaining(asked));
    // on a busy machine a peer may take longer to load than anybody waits
    const patient = rows.filter(({ missing }) => missing?.startsWith("loads longer") !== true);
    expect(patient.length).toBeGreaterThan(rows.length / 2);
    for (const row of patient) {
      expect(row).toMatchObject({ bench: "decision", unit: expect.stringMatching(/^(?:µs|ms|MB|×)$/u) });
      expect(row.value).toBeGreaterThanOrEqual(0);
    }
    for (const row of patient.filter(({ unit }) => unit === "µs")) {
      expect(row).toMatchObject({ peer: expect.any(String), ratio: expect.any(Number) });
    }
  });

  it("asserts what is decided at worst", { timeout: 120_000 }, async () => {
    const { code, stdout } = await run("--only", "worst", "--scale", "0.01");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("14 rows") });
    for (const { name } of WORST_CASES) expect(stdout).toContain(name);
  });

  it("makes every edge, and the calls of every good run", { timeout: 300_000 }, async () => {
    const { code, stdout } = await run("--only", "edges", "--scale", "0.01");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("17 rows, 16 with") });
    // figures of one machine are not judged here, but what good runs lose is the same on each
    expect(stdout).toMatch(/retry denied or asked .* held$/mu);
  });

  it("exits with 2 on what it does not understand", { timeout: 120_000 }, async () => {
    const wrong = [["--fast"], ["stray"], ["--only", "nothing"], ["--slices", "6"], ["--scale", "0"]];
    const ended = await Promise.all(wrong.map(async (args) => [args.join(" "), (await run(...args)).code]));
    expect(ended).toEqual(wrong.map((args) => [args.join(" "), 2]));
  });
});
