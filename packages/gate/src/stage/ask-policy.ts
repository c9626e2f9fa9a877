import type { Awaitable, PolicyAnswer, PolicyRequest, PrincipalAnswer, ResourceClass } from "@ambit/core";
import { type TaskAnswer, TaskDecisions } from "../run/task-decisions.ts";
import type { Authorized } from "./authorize.ts";
import { andThen } from "./awaiting.ts";
import { policyRequest } from "./policy-request.ts";

/** What the policy says of a call, or said of another one of the same task. */
export interface Asked {
  /** As the port gave it: not looked at yet. */
  readonly answer: unknown;
  /** The decision for which it was given, when that is not this one. */
  readonly reused?: string;
}

/**
 * Asks the policy about a call.
 *
 * Under `per-task` an answer is used again for the same principals, tool, action, class of resources, sensitivity,
 * purpose, depth, model, policy and generation, if the policy says that it holds for all of them. A denial is always
 * asked anew, so that its explanation is of this call.
 */
export function askPolicy(authorized: Authorized): Awaitable<Asked> {
  const { attempt } = authorized.parts.derived.parts;
  if (attempt.context.evaluation === "per-task" && attempt.policy.holdsForTask !== undefined)
    return askPerTask(authorized);
  return asked(attempt.policy.decide(policyRequest(authorized)));
}

function asked(answer: unknown): Awaitable<Asked> {
  return andThen<unknown, Asked>(answer, (given) => ({ answer: given }));
}

function askPerTask(authorized: Authorized): Awaitable<Asked> {
  const { derived, frame } = authorized.parts;
  const { attempt, entry, resources } = derived.parts;
  const decisions = TaskDecisions.of(frame.run);
  let task = taskOf(authorized, decisions.classesOf(entry, resources));
  let known = decisions.get(task.key);
  if (known === "by resource") {
    task = taskOf(authorized, resources.map(ownClass));
    known = decisions.get(task.key);
  }
  if (typeof known === "object")
    return { answer: answerFor(known, task.classes, resources), reused: known.decision };
  const request = policyRequest(authorized);
  const answered = attempt.policy.decide(request);
  if (known === "each time") return asked(answered);
  return andThen<unknown, Asked>(answered, (answer) => {
    learn(authorized, { task, request, answer });
    return { answer };
  });
}

interface Task {
  readonly key: string;
  readonly classes: readonly ResourceClass[];
}

interface Lesson {
  readonly task: Task;
  readonly request: PolicyRequest;
  readonly answer: unknown;
}

/** Keeps an answer for its task; where the rules split the classes of its resources, for these resources alone. */
function learn(authorized: Authorized, { task, request, answer }: Lesson): void {
  // nothing is learned from a denial: another call of the task may be allowed
  if (isDenial(answer)) return;
  const { attempt } = authorized.parts.derived.parts;
  const decisions = TaskDecisions.of(authorized.parts.frame.run);
  const holds = (classes: readonly ResourceClass[]): boolean =>
    attempt.policy.holdsForTask?.(request, classes) === true;
  const keep = ({ key, classes }: Task, whole: PolicyAnswer): void =>
    decisions.keep(key, { decision: attempt.id, answer: whole, classes });
  if (!isWhole(answer, request)) return decisions.keep(task.key, "each time");
  if (holds(task.classes)) return keep(task, answer);
  const own = taskOf(authorized, request.resources.map(ownClass));
  const isSplit = own.key !== task.key && holds(own.classes);
  decisions.keep(task.key, isSplit ? "by resource" : "each time");
  if (isSplit) keep(own, answer);
}

function ownClass(resource: string): ResourceClass {
  return { text: resource, reach: "resource" };
}

/** Whether an answer can be used again at all: no denial, of one mind, and with a line for each principal and resource. */
function isWhole(answer: unknown, { principals, resources }: PolicyRequest): answer is PolicyAnswer {
  if (typeof answer !== "object" || answer === null || isDenial(answer)) return false;
  const { difference, answers } = answer as Partial<PolicyAnswer>;
  return difference === undefined && answers?.length === principals.length * resources.length;
}

function isDenial(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && Reflect.get(answer, "effect") === "deny";
}

/** Everything on which an answer may depend, beyond what is the run's. */
function taskOf({ parts: { derived, frame } }: Authorized, classes: readonly ResourceClass[]): Task {
  const { attempt, call, entry, sensitivity, intent, step } = derived.parts;
  const { version } = attempt.policy;
  const words = [version, call.tool, entry.action, sensitivity, intent.purpose, step?.model ?? null];
  const seen = new Set(classes.map(({ reach, text }) => `${reach}:${text}`));
  const key = JSON.stringify([...words, frame.depth, frame.goalGeneration, frame.actors, [...seen]]);
  return { key, classes };
}

type Known = Exclude<TaskAnswer, string>;

/** The answer with the resources of another call: each has what the one of its class had. */
function answerFor(
  { answer, classes: before }: Known,
  classes: readonly ResourceClass[],
  resources: readonly string[],
): PolicyAnswer {
  const places = classes.map((of) => before.findIndex((each) => isSame(each, of)));
  const answers: PrincipalAnswer[] = [];
  for (let first = 0; first < answer.answers.length; first += before.length) {
    for (const [index, resource] of resources.entries()) {
      const line = answer.answers[first + (places[index] ?? 0)];
      if (line !== undefined) answers.push(line.resource === resource ? line : { ...line, resource });
    }
  }
  return { ...answer, answers };
}

function isSame(one: ResourceClass, other: ResourceClass): boolean {
  return one.reach === other.reach && one.text === other.text;
}
