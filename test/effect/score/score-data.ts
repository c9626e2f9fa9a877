import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linesFile } from "../read/lines.ts";
import type { Person, Ruling } from "../replay.ts";
import type { Rulings } from "../run-data.ts";
import { attackedAsks } from "./attacked-asks.ts";
import type { Outcome } from "./rows.ts";
import { runScorer, type Scored } from "./run-scorer.ts";

/** Where the decisions go and with which runs they are compared. */
export interface ScoreOptions {
  readonly data: string;
  /** A folder for the decisions, one file per answer of the person. */
  readonly decisions: string;
}

/** Writes the decisions and scores them: only now is anything read of what was an attack. */
export async function scoreData(rulings: Rulings, { data, decisions }: ScoreOptions): Promise<Outcome> {
  const traces = linesFile(data, "traces") ?? "";
  const partial = rulings.skipped > 0;
  mkdirSync(decisions, { recursive: true });
  const scored = (person: Person): Promise<Scored> => {
    const file = join(decisions, `${person}.jsonl`);
    writeFileSync(file, rulings[person].map(decisionLine).join(""));
    return runScorer({ decisions: file, traces, partial });
  };
  const [approves, refuses] = [await scored("approves"), await scored("refuses")];
  return { approves, refuses, attackedAsks: attackedAsks(data, rulings.refuses) };
}

function decisionLine({ id, denied, escalated }: Ruling): string {
  return `${JSON.stringify({ id, denied, escalated })}\n`;
}
