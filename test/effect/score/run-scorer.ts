import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SCORER = fileURLToPath(new URL("../data/score.mjs", import.meta.url));
const execFiles = promisify(execFile);

/** A share in percent; null where it is one of nothing. */
export interface Share {
  readonly n: number;
  readonly ok: number;
  readonly pct: number | null;
}

/** The figures that `score.mjs` gives. */
export type Figures = Readonly<
  Record<
    | "attacks"
    | "attacksWithArtefacts"
    | "benignCalls"
    | "cleanRuns"
    | "resultsKept"
    | "resultsKeptUnderAttack"
    | "goalAskedByUser"
    | "escalations"
    | "escalationsBenign",
    Share
  >
>;

/** What `score.mjs` prints with `--json`. */
export interface Scored {
  readonly runs: number;
  readonly suites: Readonly<Record<string, Figures>>;
  readonly total: Figures;
}

/** What is scored. */
export interface Scoring {
  /** A file with a line of decisions per run. */
  readonly decisions: string;
  readonly traces: string;
  /** Whether some runs have no line. */
  readonly partial: boolean;
}

/** Scores decisions in a process of its own, which alone reads what was an attack. */
export async function runScorer({ decisions, traces, partial }: Scoring): Promise<Scored> {
  const argv = [SCORER, decisions, "--traces", traces, "--json", ...(partial ? ["--partial"] : [])];
  const { stdout } = await execFiles(process.execPath, argv, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Scored;
}
