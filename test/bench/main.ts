import { writeFileSync } from "node:fs";
import { runCommand, type Values } from "../../tools/arguments.ts";
import { LEAST_SLICES } from "./measure/interleave.ts";
import type { Row } from "./row.ts";
import { agent } from "./subject/agent.ts";
import { call } from "./subject/call.ts";
import { decision } from "./subject/decision.ts";
import { edge } from "./subject/edge.ts";
import { ledger } from "./subject/ledger.ts";
import { table } from "./table.ts";

const BENCHES = [call, agent, edge, ledger, decision];

const command = {
  name: "bench",
  summary: "what Ambit costs, each measure against a named peer of the same run",
  options: {
    only: { type: "string", help: "run one bench", choices: BENCHES.map(({ name }) => name) },
    json: { type: "string", help: "write the rows to this file" },
    slices: { type: "number", help: "interleaved slices", default: LEAST_SLICES, min: LEAST_SLICES },
    scale: { type: "number", help: "factor on the operations per slice", default: 1 },
  },
} as const;

async function main({ only, json, ...effort }: Values<typeof command.options>): Promise<number> {
  const rows: Row[] = [];
  for (const bench of BENCHES.filter(({ name }) => only === undefined || name === only)) {
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
