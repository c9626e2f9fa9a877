import { writeFileSync } from "node:fs";
import { runCommand, type Values } from "../../tools/arguments.ts";
import { LEAST_SLICES } from "./measure/interleave.ts";
import type { Bench, Row } from "./row.ts";
import { table } from "./table.ts";

// loaded when they run: the host is large, and a misspelt option should say so at once
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  call: async () => (await import("./subject/call.ts")).call,
  agent: async () => (await import("./subject/agent.ts")).agent,
  guard: async () => (await import("./subject/guard.ts")).guard,
  edges: async () => (await import("./subject/edges.ts")).edges,
  ledger: async () => (await import("./subject/ledger.ts")).ledger,
  decision: async () => (await import("./subject/decision.ts")).decision,
  worst: async () => (await import("./subject/worst.ts")).worst,
};

const command = {
  name: "bench",
  summary: "what Ambit costs, each measure against a named peer of the same run",
  options: {
    only: { type: "string", help: "run one bench", choices: Object.keys(BENCHES) },
    json: { type: "string", help: "write the rows to this file" },
    slices: { type: "number", help: "interleaved slices", default: LEAST_SLICES, min: LEAST_SLICES },
    scale: { type: "number", help: "factor on the operations per slice", default: 1, min: 0.001 },
  },
} as const;

async function main({ only, json, ...effort }: Values<typeof command.options>): Promise<number> {
  const rows: Row[] = [];
  for (const [name, load] of Object.entries(BENCHES)) {
    if (only !== undefined && only !== name) continue;
    const bench = await load();
    console.log(`\n${bench.name}: ${bench.summary}`);
    const measured = await bench.run(effort);
    console.log(table(measured));
    rows.push(...measured);
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, undefined, 2)}\n`);
  const judged = rows.filter(({ holds }) => holds !== undefined);
  const missed = judged.filter(({ holds }) => holds === false);
  console.log(`\n${rows.length} rows, ${judged.length} with a target, ${missed.length} missed`);
  return 0;
}

runCommand(command, main);
