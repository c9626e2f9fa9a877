import type { Spoken, Team } from "./team.ts";

/** The task for which the first agent is asked. */
export const FIRST = "go";

/** The id of a call: the task of its agent, which is the id of the call that asked for it, then turn and place in the turn. */
export function callIdOf(task: string, turn: number, index: number): string {
  return `${task}/${turn}.${index}`;
}

/** The call of a script that has an id. */
export function spokenOf(team: Team, callId: string): Spoken {
  const [first = "", ...deeper] = callId.split("/").slice(1);
  const [turn, index] = first.split(".").map(Number);
  if (deeper.length > 0) return spokenOf(team.callee as Team, `/${deeper.join("/")}`);
  return team.turns[turn as number]?.calls[index as number] as Spoken;
}
