import {
  type CodeName,
  type Intent,
  type IntentRecord,
  isPurpose,
  maskText,
  purposeWithin,
} from "@ambit/core";
import type { GateContext } from "../context.ts";
import { lastScope } from "../edge/step.ts";
import { currentFrame } from "../frame/current.ts";
import type { Frame } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { append } from "../record/append.ts";
import { recordedText } from "../record/recorded.ts";
import { rememberTurn } from "../thread/remember-turn.ts";
import type { Step } from "./steps.ts";

/** A model turn, as the host tells it after the model has answered and before any tool is scheduled. */
export interface Turn {
  /** The namespace of the graph in which the model answered. */
  readonly place: string;
  /** Other names under which its calls may give the place. */
  readonly otherPlaces?: readonly string[];
  /** The host's task in which the model answered: it may run the calls itself. */
  readonly task?: string;
  readonly messageId: string;
  readonly callIds: readonly string[];
  readonly model?: string;
  readonly source: "tool" | "planner" | "inherited";
  /** What the model or the planner declared; absent when the intent is inherited. */
  readonly declared?: Pick<Intent, "purpose" | "goal" | "tools" | "resources">;
}

/**
 * Ties the calls of a turn to the intent that the turn declared, and records it.
 *
 * An intent only narrows (L3): a purpose outside the frame's is recorded as refused and the old intent stays. A turn is
 * recorded once, also when the host runs its task again; one that declares something else is another turn, whatever its id.
 */
export async function declareStep(context: GateContext, turn: Turn): Promise<void> {
  const frame = currentFrame();
  if (frame === undefined || frame.owner !== context || whyEnded(frame) !== undefined) return;
  const { place, otherPlaces = [], task, callIds, declared } = turn;
  const id = `${place}#${turn.messageId}`;
  const refused = declared === undefined ? undefined : whyRefused(context, frame, declared);
  const intent = intentOf(frame, { turn, id, refused });
  const step = { id, intent, siblings: Math.max(1, callIds.length), marks: frame.taint.marks };
  const taken = { places: [place, ...otherPlaces], task };
  const known = answered(frame, turn, step);
  frame.steps.add(taken, callIds, known);
  // a turn that neither declares nor calls anything is no step
  const isStep = declared !== undefined || callIds.length > 0;
  if (isStep && frame.steps.isNew(`${id}${JSON.stringify(declared ?? null)}`)) {
    await append(context, intentRecord(context, frame, { turn, intent, refused }));
    await rememberTurn(frame, { ...taken, callIds, step: known });
  }
}

/** The step with the model that answered, and the other one that had answered before. */
function answered({ entry }: Frame, { model }: Turn, step: Step): Step {
  if (model === undefined) return step;
  const modelBefore = entry.answeredBy(model, step.id);
  return modelBefore === undefined ? { ...step, model } : { ...step, model, modelBefore };
}

interface Told {
  readonly turn: Turn;
  readonly intent: Intent;
  readonly refused: CodeName | undefined;
}

/** What was declared, even when it was refused: the attempt is evidence. */
function intentRecord(context: GateContext, frame: Frame, { turn, intent, refused }: Told): IntentRecord {
  const { purpose, goal, tools, resources } = turn.declared ?? intent;
  const actor = frame.actors.at(-1);
  return {
    type: "intent",
    run: frame.run.id,
    at: context.clock(),
    frame: frame.id,
    ...(actor === undefined ? {} : { actor }),
    step: intent.step,
    source: turn.source,
    // a purpose that is none, names and patterns are the model's free text, too
    purpose: isPurpose(purpose) ? purpose : maskText(String(purpose)),
    goal: recordedText(String(goal), context.record),
    ...(tools === undefined ? {} : { tools: tools.map(String).map(maskText) }),
    ...(resources === undefined ? {} : { resources: resources.map(String).map(maskText) }),
    ...(refused === undefined ? {} : { refused }),
  };
}

function whyRefused(
  context: GateContext,
  frame: Frame,
  declared: NonNullable<Turn["declared"]>,
): CodeName | undefined {
  if (!isPurpose(declared.purpose) || !context.policy.hasPurpose(declared.purpose)) return "purpose_unknown";
  return purposeWithin(declared.purpose, lastScope(frame.grant).purpose) ? undefined : "purpose_outside";
}

function intentOf(
  frame: Frame,
  { turn, id, refused }: { readonly turn: Turn; readonly id: string; readonly refused: CodeName | undefined },
): Intent {
  if (turn.declared === undefined || refused !== undefined) {
    return Object.freeze({ ...frame.intent, source: "inherited", step: id });
  }
  const { purpose, goal, tools, resources } = turn.declared;
  return Object.freeze({
    purpose,
    goal,
    ...(tools === undefined ? {} : { tools: Object.freeze([...tools]) }),
    ...(resources === undefined ? {} : { resources: Object.freeze([...resources]) }),
    source: turn.source,
    step: id,
  });
}
