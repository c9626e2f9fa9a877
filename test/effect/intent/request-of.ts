import type { ToolEntry } from "@ambit/core";
import type { RunRequest, SubjectRequest } from "@ambit/gate";
import type { LoggedRun, LoggedTask } from "../read/logged-run.ts";
import { withPlan } from "./declared.ts";
import { withoutIntent } from "./none.ts";
import { withSolution } from "./oracle.ts";

/** Where the intent of a run comes from: the solution of its task, a model's plan, or nowhere. */
export const INTENTS = ["oracle", "declared", "none"] as const;

export type IntentSource = (typeof INTENTS)[number];

/** What the intent of a run is made from. */
export interface Asked {
  readonly run: LoggedRun;
  readonly task: LoggedTask | undefined;
  readonly subject: SubjectRequest;
  readonly tools: ReadonlyMap<string, ToolEntry>;
}

/** The request with which trusted code opens the run; undefined when there is no intent of this kind for its task. */
export function requestOf(
  source: IntentSource,
  { run, task, subject, tools }: Asked,
): RunRequest | undefined {
  const request = withoutIntent(subject, run.prompt);
  switch (source) {
    case "none":
      return request;
    case "oracle":
      return task === undefined ? undefined : withSolution(request, task.solution, tools);
    case "declared":
      return task?.plan === undefined ? undefined : withPlan(request, task.plan, tools);
  }
}
