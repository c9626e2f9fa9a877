import type { ToolEntry } from "@ambit/core";
import type { SubjectRequest } from "@ambit/gate";
import type { PolicySnapshot } from "@ambit/policy";
import { readFileSync } from "node:fs";
import { type IntentSource, requestOf } from "./intent/request-of.ts";
import { loadSuitePolicy } from "./policy.ts";
import { readRuns } from "./read/runs.ts";
import { readTasks } from "./read/tasks.ts";
import { type Person, replay, type Ruling } from "./replay.ts";

/** What is replayed, and under which intent. */
export interface DataOptions {
  /** A folder with traces, outputs, tasks and intents. */
  readonly data: string;
  readonly intent: IntentSource;
  /** A tool manifest instead of the suites' own. */
  readonly manifest?: string | undefined;
}

/** The rulings on all runs that have an intent of the kind asked for, by how the person answers. */
export interface Rulings extends Readonly<Record<Person, readonly Ruling[]>> {
  /** How many runs have no such intent. */
  readonly skipped: number;
}

interface Suite {
  readonly policy: PolicySnapshot;
  readonly tools: ReadonlyMap<string, ToolEntry>;
  readonly subject: SubjectRequest;
}

/** Replays every run of a data folder twice: before a person who approves all that is asked, and one who refuses it. */
export async function runData({ data, intent, manifest }: DataOptions): Promise<Rulings> {
  const tasks = readTasks(data);
  const suites = new Map<string, Promise<Suite>>();
  const rulings = { approves: [] as Ruling[], refuses: [] as Ruling[] };
  let skipped = 0;
  for (const run of readRuns(data, tasks)) {
    const opened = suites.get(run.suite) ?? openSuite(run.suite, manifest);
    suites.set(run.suite, opened);
    const { policy, tools, subject } = await opened;
    const request = requestOf(intent, { run, task: tasks.get(run.task), subject, tools });
    if (request === undefined) skipped++;
    else
      for (const person of ["approves", "refuses"] as const)
        rulings[person].push(await replay(run, { policy, request, person }));
  }
  return { ...rulings, skipped };
}

async function openSuite(suite: string, manifest: string | undefined): Promise<Suite> {
  const policy = await loadSuitePolicy(suite, manifest);
  const entries = policy.tools.flatMap((name) => policy.manifest(name) ?? []);
  return { policy, tools: new Map(entries.map((entry) => [entry.tool, entry])), subject: subjectOf(suite) };
}

/** Whose account the tools of a suite work on. */
function subjectOf(suite: string): SubjectRequest {
  const text = readFileSync(new URL("subjects.json", import.meta.url), "utf8");
  const known = JSON.parse(text) as Readonly<Record<string, SubjectRequest>>;
  return { id: "user:unnamed", ...known[suite], roles: ["anyone"] };
}
