import { type Awaitable, type CallEvent, type CodeName, type Obligation, printObligation } from "@ambit/core";
import { append } from "../record/append.ts";
import { isLate, isThenable, within } from "../stage/awaiting.ts";
import type { Decided } from "../stage/decide.ts";

/**
 * Tells a port of the call, and records that it was told.
 *
 * A missing port, a throw or no answer in time leaves the obligation unmet.
 */
export async function tell(
  decided: Decided,
  obligation: Obligation,
  port: ((event: CallEvent) => Awaitable<void>) | undefined,
): Promise<CodeName | undefined> {
  if (port === undefined) return "obligation_unmet";
  const { context } = decided.parts.authorized.parts.derived.parts.attempt;
  const event = eventOf(decided);
  try {
    const told = port(event);
    if (isThenable(told) && isLate(await within(told, context.stageTimeoutMs))) return "obligation_unmet";
  } catch {
    return "obligation_unmet";
  }
  const { run, decision } = event;
  const at = context.clock();
  await append(context, { type: "obligation", run, at, decision, obligation: printObligation(obligation) });
  return undefined;
}

/** Ids and names only: no argument of the call is told. */
function eventOf(decided: Decided): CallEvent {
  const { derived, frame } = decided.parts.authorized.parts;
  const { attempt, call } = derived.parts;
  const subject = frame.run.subject.id;
  const actor = frame.actors.at(-1) ?? subject;
  return { run: frame.run.id, decision: attempt.id, tool: call.tool, actor, subject };
}
