import { linesFile, readLines } from "./lines.ts";
import type { LoggedTask, SolvingCall } from "./logged-run.ts";

interface WrittenCall extends Pick<SolvingCall, "tool" | "args"> {
  readonly placeholders?: Readonly<Record<string, string>>;
}

interface WrittenTask {
  readonly suite: string;
  readonly user_task: string;
  readonly prompt: string;
  readonly calls: readonly WrittenCall[];
}

/** A goal that is an attacker's elsewhere; here it is read where the user asks for it. */
interface WrittenGoal extends Pick<WrittenTask, "suite" | "calls"> {
  readonly injection_task: string;
  readonly goal: string;
}

interface WrittenIntent extends Pick<WrittenTask, "suite" | "user_task"> {
  readonly plans: readonly { readonly tools: readonly string[] }[];
}

/** The tasks of a data folder, by {@link taskKey}. */
export function readTasks(folder: string): ReadonlyMap<string, LoggedTask> {
  const plans = new Map(
    readLines<WrittenIntent>(folder, "intents").map(({ plans: [most], ...of }) => [taskKey(of), most?.tools]),
  );
  const tasks = readLines<WrittenTask>(folder, "tasks");
  const goals =
    linesFile(folder, "injections") === undefined ? [] : readLines<WrittenGoal>(folder, "injections");
  const asked = goals.map(({ injection_task, goal, ...rest }) => ({
    ...rest,
    user_task: injection_task,
    prompt: goal,
  }));
  return new Map(
    [...tasks, ...asked].map((task) => {
      const key = taskKey(task);
      return [key, { prompt: task.prompt, solution: task.calls.map(solvingCall), plan: plans.get(key) }];
    }),
  );
}

/** The key of a task; the same number stands for another task in each suite. */
export function taskKey({ suite, user_task }: Pick<WrittenTask, "suite" | "user_task">): string {
  return `${suite} ${user_task}`;
}

function solvingCall({ tool, args, placeholders = {} }: WrittenCall): SolvingCall {
  return { tool, args, open: Object.keys(placeholders) };
}
