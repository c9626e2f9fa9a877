import {
  classOf,
  type ClassStart,
  compileClassStart,
  type PolicyAnswer,
  type ResourceClass,
  type ToolEntry,
} from "@ambit/core";
import type { Run } from "./run.ts";

/** What is known of the calls of a task: an answer that holds for all of them, or that there is none. */
export type TaskAnswer =
  | {
      /** The decision for which the policy was asked. */
      readonly decision: string;
      readonly answer: PolicyAnswer;
      /** The classes of the resources for which it was asked, in their order. */
      readonly classes: readonly ResourceClass[];
    }
  /** It holds for the resources of a call alone. */
  | "by resource"
  | "each time";

/** As many tasks are kept per run; the oldest goes first. */
const MOST = 256;

/** The policy's answers that one run uses again. Subject, roles, attributes and tenant are those of the run. */
export class TaskDecisions {
  readonly #answers = new Map<string, TaskAnswer>();
  readonly #starts = new WeakMap<ToolEntry, readonly string[]>();
  readonly #of: { readonly subject: string; readonly tenant?: string };

  private constructor({ subject, tenant }: Run) {
    this.#of = tenant === undefined ? { subject: subject.id } : { subject: subject.id, tenant };
  }

  /** Those of a run; made when the run first asks. */
  static of(run: Run): TaskDecisions {
    const known = perRun.get(run) ?? new TaskDecisions(run);
    perRun.set(run, known);
    return known;
  }

  get(task: string): TaskAnswer | undefined {
    return this.#answers.get(task);
  }

  keep(task: string, answer: TaskAnswer): void {
    const [oldest] = this.#answers.size < MOST ? [] : this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.set(task, answer);
  }

  /** The class of each resource that a call names. */
  classesOf(entry: ToolEntry, resources: readonly string[]): readonly ResourceClass[] {
    let starts = this.#starts.get(entry);
    if (starts === undefined) {
      starts = startsOf(entry).flatMap((start) => start(this.#of) ?? []);
      this.#starts.set(entry, starts);
    }
    const known = starts;
    return resources.map((resource) => classOf(resource, known));
  }
}

const perRun = new WeakMap<Run, TaskDecisions>();
const compiled = new WeakMap<ToolEntry, readonly ClassStart[]>();

function startsOf(entry: ToolEntry): readonly ClassStart[] {
  const known = compiled.get(entry) ?? entry.resources.map(compileClassStart);
  compiled.set(entry, known);
  return known;
}
