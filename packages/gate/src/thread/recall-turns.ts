import { type Intent, purposeWithin, type ThreadStep } from "@ambit/core";
import { lastScope } from "../edge/step.ts";
import type { Frame } from "../frame/frame.ts";
import type { Step } from "../run/steps.ts";
import type { RunThread } from "./run-thread.ts";

/** Ties the calls of the thread's latest turns to their intents again: what is resumed was declared in another run. */
export function recallTurns(thread: RunThread, frame: Frame): void {
  for (const turn of thread.state.steps) {
    const { places, task, callIds } = turn;
    thread.steps.add({ places, task }, callIds, stepOf(turn, frame));
  }
}

function stepOf({ id, intent, siblings, model, modelBefore }: ThreadStep, frame: Frame): Step {
  return {
    id,
    intent: intent === undefined ? inherited(id, frame) : within(intent, frame),
    siblings,
    ...(model === undefined ? {} : { model }),
    ...(modelBefore === undefined ? {} : { modelBefore }),
  };
}

function inherited(id: string, { intent }: Frame): Intent {
  return Object.freeze({ ...intent, source: "inherited", step: id });
}

/** What was declared for a wider purpose than the run now has is meant for this one. */
function within(intent: Intent, { grant }: Frame): Intent {
  const { purpose } = lastScope(grant);
  return Object.freeze(purposeWithin(purpose, intent.purpose) ? { ...intent, purpose } : intent);
}
