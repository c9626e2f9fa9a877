import type { JsonValue } from "@ambit/core";
import { readLines } from "./lines.ts";
import type { LoggedCall, LoggedRun, LoggedTask } from "./logged-run.ts";
import { taskKey } from "./tasks.ts";

/** What is read of a run. Labels of what was an attack and what came of it are not among it. */
interface WrittenRun {
  readonly id: string;
  readonly suite: string;
  readonly user_task: string;
  readonly prompt?: string;
  readonly calls: readonly WrittenCall[];
}

interface WrittenCall {
  readonly step: number;
  readonly tool: string;
  readonly args: Readonly<Record<string, JsonValue>>;
  readonly is_error?: boolean;
  readonly error?: string;
  readonly out?: string;
}

interface WrittenOutput {
  readonly h: string;
  readonly o: string;
}

/** The runs of a data folder, in order, with what their tools answered. */
export function readRuns(folder: string, tasks: ReadonlyMap<string, LoggedTask>): readonly LoggedRun[] {
  const outputs = new Map(readLines<WrittenOutput>(folder, "outputs").map(({ h, o }) => [h, unmarked(o)]));
  return readLines<WrittenRun>(folder, "traces").map((run) => {
    const prompt = run.prompt ?? tasks.get(taskKey(run))?.prompt;
    if (prompt === undefined) throw new Error(`run ${run.id}: its task has no prompt`);
    const calls = run.calls.map((call) => loggedCall(call, outputs));
    return { id: run.id, suite: run.suite, task: taskKey(run), prompt, calls };
  });
}

function loggedCall(call: WrittenCall, outputs: ReadonlyMap<string, string>): LoggedCall {
  const { step, tool, args, is_error: failed = false, error, out } = call;
  const text = (failed ? error : undefined) ?? outputs.get(out ?? "");
  if (text === undefined) throw new Error(`a call of ${tool} has no output ${String(out)}`);
  return { step, tool, args: given(args), answer: { failed, text } };
}

/** Models leave an optional argument out by naming it null, and the tools of the logs take it so. */
function given(args: WrittenCall["args"]): LoggedCall["args"] {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

/** Some hosts wrap what a tool has answered in marks before the model reads it. */
function unmarked(text: string): string {
  return /^<<(.*)>>$/su.exec(text)?.[1] ?? text;
}
