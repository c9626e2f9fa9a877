import type { JsonValue } from "@ambit/core";

/** A tool call as it was logged, with what the tool answered. */
export interface LoggedCall {
  /** The assistant's turn; equal turns are parallel calls. */
  readonly step: number;
  readonly tool: string;
  readonly args: Readonly<Record<string, JsonValue>>;
  readonly answer: { readonly failed: boolean; readonly text: string };
}

/** One logged run of an agent: nothing in it says whether it was attacked or what came of it. */
export interface LoggedRun {
  readonly id: string;
  readonly suite: string;
  readonly task: string;
  /** The user's own words. */
  readonly prompt: string;
  readonly calls: readonly LoggedCall[];
}

/** The calls that solve a task, from which a perfect intent can be made. */
export interface SolvingCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, JsonValue>>;
  /** Arguments that any value solves. */
  readonly open: readonly string[];
}

/** What is known of a user's task. */
export interface LoggedTask {
  readonly prompt: string;
  readonly solution: readonly SolvingCall[];
  /** The tools that a model planned from the prompt alone; undefined when none did. */
  readonly plan: readonly string[] | undefined;
}
