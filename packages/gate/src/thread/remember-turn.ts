import type { ThreadStep } from "@ambit/core";
import type { Frame } from "../frame/frame.ts";
import type { Step, TurnPlace } from "../run/steps.ts";

/** A turn, where it was taken and what it called. */
interface Taken extends TurnPlace {
  readonly callIds: readonly string[];
  readonly step: Step;
}

/** How much of a goal a thread remembers: it is for people, and decides nothing. */
const MAX_GOAL = 500;

/** Lets the thread of a frame remember a turn. Throws `thread_unavailable`. */
export async function rememberTurn({ thread }: Frame, taken: Taken): Promise<void> {
  await thread?.addTurn(turnOf(taken));
}

function turnOf({ places, task, callIds, step }: Taken): ThreadStep {
  const { intent, ...known } = step;
  return {
    ...known,
    places,
    callIds,
    ...(task === undefined ? {} : { task }),
    ...(intent.source === "inherited" ? {} : { intent: { ...intent, goal: intent.goal.slice(0, MAX_GOAL) } }),
  };
}
