import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand, UsageError, type Values } from "../../tools/arguments.ts";
import { type IntentSource, INTENTS } from "./intent/request-of.ts";
import type { Ruling } from "./replay.ts";
import { runData } from "./run-data.ts";
import { effectRows } from "./score/rows.ts";
import { scoreData } from "./score/score-data.ts";
import { effectTable } from "./score/table.ts";

const REPORTS = "reports/effect";

const command = {
  name: "effect",
  summary: "replays logged runs of agents through the gate and counts which attacks it stops and what else",
  options: {
    data: { type: "string", help: "a folder with traces, outputs, tasks and intents" },
    intent: { type: "string", help: "oracle, declared or none", choices: INTENTS, default: "declared" },
    manifest: { type: "string", help: "a tool manifest instead of the suites' own" },
    json: { type: "string", help: "write the rows to this file" },
  },
} as const;

async function main({ data, intent, manifest, json }: Values<typeof command.options>): Promise<number> {
  if (data === undefined) throw new UsageError("--data names the folder");
  const decisions = join(REPORTS, intent);
  const rulings = await runData({ data, intent: intent as IntentSource, manifest });
  const outcome = await scoreData(rulings, { data, decisions });
  const rows = effectRows(intent, outcome);
  console.log(effectTable(rows));
  console.log(`denied, every ask refused: ${counts(rulings.refuses)}`);
  console.log(
    `${rulings.approves.length} runs, ${rulings.skipped} without such an intent; decisions in ${decisions}`,
  );
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, undefined, 2)}\n`);
  return rulings.approves.length > 0 ? 0 : 1;
}

/** How often calls were denied, by reason. */
function counts(rulings: readonly Ruling[]): string {
  const times = new Map<string, number>();
  for (const reason of rulings.flatMap(({ reasons }) => reasons))
    times.set(reason, (times.get(reason) ?? 0) + 1);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(", ");
}

runCommand(command, main);
