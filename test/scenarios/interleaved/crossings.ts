import type { Observed } from "./interleave.ts";
import type { Plan } from "./plan.ts";
import { ownersOf, recordCrossings } from "./record-crossings.ts";
import type { Attempt, Sighting } from "./witness.ts";

/** Where authority of one run served another, or a record says so; empty when all kept apart. */
export function crossings(observed: Observed): readonly string[] {
  const { witness, told, records, verified } = observed;
  const owners = ownersOf(observed);
  const byId = new Map(observed.plans.map((plan) => [plan.id, plan]));
  return [
    ...witness.sightings.filter((seen) => !isOwn(seen, byId.get(seen.id), owners)).map(printSighting),
    ...witness.attempts
      .filter((attempt) => !mayEnd(attempt, witness.attempts))
      .map(
        (attempt) =>
          `${attempt.how}_${attempt.carrier} for ${attempt.id} in ${attempt.context}: ${String(attempt.outcome)}`,
      ),
    ...witness.crossed
      .filter((outcome) => outcome !== "constraint_violation")
      .map((outcome) => `a record of another run: ${String(outcome)}`),
    ...told.flatMap(({ id, answers, yielded }) => [
      ...yielded.filter((text) => text !== `${id} drips`).map((text) => `${id} heard ${text}`),
      ...answers.filter((text) => !isAnswerOf(id, text)).map((text) => `${id} was answered ${text}`),
    ]),
    ...recordCrossings(records, owners),
    ...verified.findings.map(({ reason, run }) => `${reason} in ${run}`),
  ];
}

/** A body acts for the run that owns its argument, by the product's word and by the witness' own. */
function isOwn(seen: Sighting, plan: Plan | undefined, owners: ReadonlyMap<string, Plan>): boolean {
  return (
    plan !== undefined &&
    owners.get(seen.run ?? "") === plan &&
    seen.context === plan.id &&
    seen.subject === plan.subject &&
    seen.purpose === plan.purpose &&
    actorsOf(seen.where).includes(seen.actors)
  );
}

/** Who may stand in a body: some tools are given to the helper or the workers alone. */
function actorsOf(where: string): readonly string[] {
  if (where.startsWith("look")) return ["lead>helper"];
  if (where.startsWith("mark")) return ["fan"];
  return /pool|after/u.test(where) ? ["lead", "lead>helper"] : ["lead"];
}

/** Whether a job may have ended so. */
function mayEnd({ carrier, how, id, context, outcome }: Attempt, all: readonly Attempt[]): boolean {
  if (context !== id) return (ELSEWHERE[how] as readonly unknown[]).includes(outcome);
  if (outcome === "ran") return true;
  // jobs of others that were denied in its frame can cost a run a tool: that is less authority, not more
  const strangers = all.filter(
    (other) => other.carrier === carrier && other.how === how && other.context === id && other.id !== id,
  );
  return how === "plain" && outcome === "retry_after_denial" && strangers.length >= 3;
}

/** How a job ends in the frame of another run: by that one's ceiling, its denials, or its end. */
const ELSEWHERE = {
  plain: ["constraint_violation", "retry_after_denial", "run_closed"],
  named: ["frame_foreign"],
  bound: [],
} as const;

const DENIED = /^\w+ error: AMBIT-D20[26]$/u;

function isAnswerOf(id: string, text: string): boolean {
  return text.endsWith(` success: ${id}`) || text === "ask_helper success: done" || DENIED.test(text);
}

function printSighting({ where, id, context, run, actors }: Sighting): string {
  return `${where}: ${actors} in ${run} (${context}) for ${id}`;
}
